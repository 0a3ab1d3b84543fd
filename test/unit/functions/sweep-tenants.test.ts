import { describe, expect, it } from 'vitest';
import { sweepTenants } from '../../../functions/sweep-tenants/sweep-tenants.ts';
import type { StoredToken } from '../../../shared/aws/token-store.ts';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import { RequestRejected, SevdeskUnavailable, TokenRejected } from '../../../shared/domain/sevdesk-error.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { contact } from '../../../shared/sevdesk/contact.ts';
import { invoice } from '../../../shared/sevdesk/invoice.ts';
import { aContact, aTenant } from '../../support/builders.ts';
import { fakeSevdesk, listOf, type Replies } from '../../support/fake-sevdesk.ts';
import { inMemoryLedger, inMemoryTenants } from '../../support/in-memory-stores.ts';
import { noCount, silentLog } from '../../support/silent-log.ts';

const works = {
  'GET Tools/bookkeepingSystemVersion': { objects: { version: '2.0' } },
  'GET Contact': listOf(aContact()),
  'GET Invoice': listOf(),
};
const refused = { ...works, 'GET Tools/bookkeepingSystemVersion': new TokenRejected({ status: 401 }) };
const HOUR = 3_600_000;

/** A sweep with one secret and everything outside faked. */
function aWorld(replies: Replies, ...known: Tenant[]) {
  const state = { nowMs: 10 * HOUR, replies, stored: token('v1') as StoredToken };
  const events: RelayEvent[] = [];
  const tenants = inMemoryTenants(...known);
  const calls = { count: 0 };
  const sweep = async (afterMs = 60_000) => {
    state.nowMs += afterMs;
    await sweepTenants({
      stage: 'test',
      tenants,
      ledger: inMemoryLedger(),
      tokens: {
        read: async () => state.stored,
        async *list() {
          if (state.stored.kind !== 'missing') yield { tenantId: 'acme', version: state.stored.version };
        },
      },
      publish: async (published) => void events.push(...published),
      resend: async () => undefined,
      connect: () => {
        calls.count += 1;
        return fakeSevdesk(state.replies);
      },
      resources: { Contact: contact, Invoice: invoice },
      recheckMs: 30_000,
      onToken: () => undefined,
      now: () => state.nowMs,
      log: silentLog(),
      count: noCount,
    });
  };
  const types = () => events.map(({ type }) => type);
  return { state, events, tenants, sweep, types, calls, acme: () => tenants.stored.get('acme') };
}

function token(version: string) {
  return { kind: 'token', token: 't'.repeat(32), version } as const;
}

describe('a new secret', () => {
  it('connects its tenant once, binds its account, and makes it due', async () => {
    const world = aWorld(works);
    await world.sweep();
    await world.sweep();
    expect(world.types()).toEqual(['tenant.connected']);
    expect(world.calls.count).toBe(1);
    expect(world.acme()).toMatchObject({ state: 'baseline', sevClientId: '900100', secretVersion: 'v1' });
    expect(world.acme()?.dueAt).toBeDefined();
  });

  it('in another shape disconnects its tenant, and says what is expected', async () => {
    const world = aWorld(works);
    world.state.stored = { kind: 'invalid', version: 'v1', message: 'The secret must be …' };
    await world.sweep();
    await world.sweep();
    expect(world.events).toMatchObject([{ type: 'tenant.disconnected', data: { reason: 'invalid_secret' } }]);
  });

  it('is tested again when sevdesk could not be reached', async () => {
    const world = aWorld({ ...works, 'GET Contact': new SevdeskUnavailable('down') });
    await world.sweep();
    expect(world.acme()).toBeUndefined();
    world.state.replies = works;
    await world.sweep();
    expect(world.types()).toEqual(['tenant.connected']);
  });

  it('that is refused twice disconnects; the first time may be an outage of the login', async () => {
    const world = aWorld(refused);
    await world.sweep();
    expect(world.events).toEqual([]);
    await world.sweep();
    await world.sweep();
    expect(world.events).toMatchObject([{ type: 'tenant.disconnected', data: { reason: 'token_rejected' } }]);
  });

  it('whose token may not read what is needed says so', async () => {
    const world = aWorld({ ...works, 'GET Invoice': new RequestRejected('no permission', { status: 403 }) });
    await world.sweep();
    expect(world.events).toMatchObject([
      { data: { reason: 'access_denied', message: expect.stringContaining('no permission') } },
    ]);
  });

  it('connects where sevdesk does not tell its version', async () => {
    const world = aWorld({ ...works, 'GET Tools/bookkeepingSystemVersion': new RequestRejected('404') });
    await world.sweep();
    expect(world.types()).toEqual(['tenant.connected']);
  });
});

describe('another version of a known secret', () => {
  it('that is refused disconnects the tenant in the end', async () => {
    const world = aWorld(refused, aTenant());
    world.state.stored = token('v2');
    await world.sweep();
    expect(world.acme()?.state).toBe('active');
    await world.sweep();
    expect(world.acme()).toMatchObject({ state: 'disconnected', secretVersion: 'v2' });
  });

  it.each([
    ['another account', listOf(aContact({ sevClient: { id: '666' } })), /account 666/],
    ['an empty account', listOf(), /empty sevdesk account/],
  ])('that opens %s suspends the tenant', async (_name, contacts, message) => {
    const world = aWorld({ ...works, 'GET Contact': contacts }, aTenant({ sevClientId: '900100' }));
    world.state.stored = token('v2');
    await world.sweep();
    expect(world.types()).toEqual(['tenant.suspended']);
    expect(world.acme()?.message).toMatch(message);
  });

  it('goes on where the old one stood: no second baseline', async () => {
    const world = aWorld(works, aTenant({ state: 'disconnected', reason: 'token_rejected', sevClientId: '900100' }));
    world.state.stored = token('v2');
    await world.sweep();
    expect(world.acme()).toMatchObject({ state: 'active', resources: { Invoice: { cursor: 1000 } } });
  });
});

describe('a tenant that was stopped', () => {
  it('comes back when the same secret is restored', async () => {
    const world = aWorld(works, aTenant({ state: 'disconnected', reason: 'secret_missing' }));
    await world.sweep();
    expect(world.types()).toEqual(['tenant.connected']);
  });

  it('by an outage of the login is tested again each hour, quietly while it is refused', async () => {
    const stopped = aTenant({ state: 'disconnected', reason: 'token_rejected', since: 10 * HOUR });
    const world = aWorld(refused, stopped);
    await world.sweep();
    expect(world.calls.count).toBe(0);
    await world.sweep(HOUR);
    await world.sweep();
    expect([world.calls.count, world.types()]).toEqual([1, []]);
    world.state.replies = works;
    await world.sweep(HOUR);
    expect(world.types()).toEqual(['tenant.connected']);
  });

  it('because its account was empty comes back within an hour of its first record', async () => {
    const stopped = aTenant({ state: 'suspended', reason: 'other_account', sevClientId: '900100', since: 10 * HOUR });
    const world = aWorld(works, stopped);
    await world.sweep(HOUR);
    expect(world.types()).toEqual(['tenant.connected']);
  });

  it('and connected again twice is told under different ids', async () => {
    const world = aWorld(works, aTenant({ state: 'disconnected', reason: 'secret_missing', since: 1 }));
    await world.sweep();
    await world.tenants.change('acme', (tenant) => ({
      ...tenant,
      state: 'disconnected',
      reason: 'secret_missing',
      since: 2,
    }));
    await world.sweep();
    expect(new Set(world.events.map(({ id }) => id)).size).toBe(2);
  });
});
