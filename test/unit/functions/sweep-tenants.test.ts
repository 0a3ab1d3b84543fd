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
import { inMemoryClaims, inMemoryLedger, inMemoryTenants } from '../../support/in-memory-stores.ts';
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
  /** `meanwhile` happens while a token is tested. */
  const meanwhile = async (): Promise<unknown> => undefined;
  const state = { nowMs: 10 * HOUR, replies, stored: token('v1') as StoredToken, meanwhile };
  const events: RelayEvent[] = [];
  const tenants = inMemoryTenants(...known);
  const accounts = inMemoryClaims();
  const calls = { count: 0 };
  const sweep = async (afterMs = 60_000) => {
    state.nowMs += afterMs;
    await sweepTenants({
      stage: 'test',
      tenants,
      accounts,
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
        const sevdesk = fakeSevdesk(state.replies);
        return {
          call: async (call) => {
            await state.meanwhile();
            return sevdesk.call(call);
          },
        };
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
  return { state, events, tenants, accounts, sweep, types, calls, acme: () => tenants.stored.get('acme') };
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
    expect([...world.accounts.claims.keys()]).toEqual([]);
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

describe('a sevdesk account', () => {
  const other = aTenant({ tenantId: 'first', sevClientId: '900100' });

  it('belongs to the tenant that was connected with it', async () => {
    const world = aWorld(works);
    await world.sweep();
    expect(world.accounts.claims.get('900100')?.holder).toBe('acme');
    expect(world.acme()?.accountClaimed).toBe(true);
  });

  it('that another tenant has suspends the second one, which binds itself to nothing', async () => {
    const world = aWorld(works, other);
    world.accounts.claims.set('900100', { holder: 'first', claimedAt: 0 });
    await world.sweep();
    await world.sweep();
    expect(world.events).toMatchObject([{ type: 'tenant.suspended', data: { reason: 'account_taken' } }]);
    expect(world.acme()?.message).toBe(
      'The token opens the sevdesk account 900100, which is that of tenant first already.',
    );
    expect(world.acme()).toMatchObject({ state: 'suspended', secretVersion: 'v1' });
    expect(world.acme()?.sevClientId).toBeUndefined();
  });

  it('is given to the second one within an hour after the first was removed', async () => {
    const world = aWorld(works, other);
    world.accounts.claims.set('900100', { holder: 'first', claimedAt: 0 });
    await world.sweep();
    await world.tenants.remove('first');
    await world.accounts.release('900100', 'first');
    await world.sweep(HOUR);
    expect(world.types()).toEqual(['tenant.suspended', 'tenant.connected']);
  });

  it('is claimed for a tenant that was there before there were claims, once and without a word', async () => {
    const world = aWorld(works, aTenant({ sevClientId: '900100' }));
    await world.sweep();
    await world.sweep();
    expect(world.accounts.claims.get('900100')).toEqual({ holder: 'acme', claimedAt: 10 * HOUR + 60_000 });
    expect([world.calls.count, world.types()]).toEqual([0, []]);
  });

  it('that two tenants had before there were claims is taken from the second', async () => {
    const world = aWorld(works, aTenant({ sevClientId: '900100' }), other);
    world.accounts.claims.set('900100', { holder: 'first', claimedAt: 0 });
    await world.sweep();
    expect(world.acme()).toMatchObject({ state: 'suspended', reason: 'account_taken' });
    expect(world.types()).toEqual(['tenant.suspended']);
  });

  it('is not held for ever by a claim whose tenant never came to be', async () => {
    const world = aWorld(works);
    world.accounts.claims.set('900100', { holder: 'crashed', claimedAt: 10 * HOUR });
    await world.sweep();
    expect(world.acme()?.reason).toBe('account_taken');
    await world.sweep(HOUR);
    expect(world.acme()?.state).toBe('baseline');
    expect(world.accounts.claims.get('900100')?.holder).toBe('acme');
  });
});

describe('what an operator did', () => {
  it.each(['paused', 'removed'] as const)('stays: a tenant that is %s is not tested', async (state) => {
    const world = aWorld(works, aTenant({ state, dueAt: undefined }));
    world.state.stored = token('v2');
    await world.sweep();
    expect([world.calls.count, world.types(), world.acme()?.state]).toEqual([0, [], state]);
  });

  it('stays: a tenant that was disconnected is not connected by the secret that it had', async () => {
    const world = aWorld(works, aTenant({ state: 'disconnected', reason: 'disconnected_by_operator' }));
    await world.sweep(2 * HOUR);
    expect([world.calls.count, world.types()]).toEqual([0, []]);
    world.state.stored = token('v2');
    await world.sweep();
    expect(world.types()).toEqual(['tenant.connected']);
  });

  it.each([
    ['disconnected', { state: 'disconnected', reason: 'disconnected_by_operator', since: 5 }],
    ['paused', { state: 'paused', reason: 'paused_by_operator', since: 5 }],
  ] as const)('while a token was tested goes first: %s', async (_what, stop) => {
    const world = aWorld(works, aTenant());
    world.state.meanwhile = () => world.tenants.change('acme', (tenant) => ({ ...tenant, ...stop, dueAt: undefined }));
    world.state.stored = token('v2');
    await world.sweep();
    expect([world.acme()?.state, world.types()]).toEqual([stop.state, []]);
  });

  it('that removed a tenant while its token was tested is not undone', async () => {
    const world = aWorld(works, aTenant());
    world.state.meanwhile = () => world.tenants.remove('acme');
    world.state.stored = token('v2');
    await world.sweep();
    expect([world.acme(), world.types()]).toEqual([undefined, []]);
  });
});

describe('a tenant that was removed and comes back', () => {
  it('stays bound to its account, and counts on where its snapshots are fenced', async () => {
    const world = aWorld(works);
    await world.tenants.remove('acme', { sevClientId: '1', revision: 77 });
    await world.sweep();
    expect(world.acme()).toMatchObject({ reason: 'other_account', revision: 77, hasParked: true });
  });
});
