import { describe, expect, it } from 'vitest';
import { sweepTenants } from '../../../functions/sweep-tenants/sweep-tenants.ts';
import type { StoredToken } from '../../../shared/aws/token-store.ts';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import type { MeasureName } from '../../../shared/domain/log.ts';
import { RequestRejected, SevdeskUnavailable, TokenRejected } from '../../../shared/domain/sevdesk-error.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { contact } from '../../../shared/sevdesk/contact.ts';
import { invoice } from '../../../shared/sevdesk/invoice.ts';
import { aContact, aTenant } from '../../support/builders.ts';
import { fakeSevdesk, listOf, type Replies } from '../../support/fake-sevdesk.ts';
import { inMemoryClaims, inMemoryLedger, inMemoryTenants } from '../../support/in-memory-stores.ts';
import { silentLog } from '../../support/silent-log.ts';

const works = {
  'GET Tools/bookkeepingSystemVersion': { objects: { version: '2.0' } },
  'GET Contact': listOf(aContact()),
  'GET Invoice': listOf(),
};
const refused = { ...works, 'GET Tools/bookkeepingSystemVersion': new TokenRejected({ status: 401 }) };
const HOUR = 3_600_000;
const TOKENS_KEY = { arn: 'arn:aws:kms:eu-central-1:123456789012:key/k-1', alias: 'alias/tokens' };

/** A sweep with one secret and everything outside faked. */
function aWorld(replies: Replies, ...known: Tenant[]) {
  /** `meanwhile` happens while a token is tested. */
  const meanwhile = async (): Promise<unknown> => undefined;
  /** Happens before a secret is read. */
  const asked = async (_tenantId: string): Promise<unknown> => undefined;
  const keyId = TOKENS_KEY.arn as string | undefined;
  const state = {
    nowMs: 10 * HOUR,
    replies,
    stored: token('v1') as StoredToken,
    keyId,
    meanwhile,
    asked,
    ignored: [] as string[],
    endsAtMs: Number.POSITIVE_INFINITY,
  };
  const events: RelayEvent[] = [];
  const tenants = inMemoryTenants(...known);
  const accounts = inMemoryClaims();
  const calls = { count: 0 };
  const counted: string[] = [];
  const measured: [MeasureName, number][] = [];
  const log = silentLog();
  const sweep = async (afterMs = 60_000) => {
    state.nowMs += afterMs;
    await sweepTenants({
      stage: 'test',
      tenants,
      accounts,
      ledger: inMemoryLedger(),
      tokens: {
        async read(tenantId) {
          await state.asked(tenantId);
          return state.stored;
        },
        async *list(onIgnored = () => undefined) {
          const { stored, keyId, ignored } = state;
          for (const name of ignored) onIgnored(name);
          if (stored.kind !== 'missing') yield { tenantId: 'acme', version: stored.version, ...(keyId && { keyId }) };
        },
      },
      tokensKey: TOKENS_KEY,
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
      log,
      count: (name) => void counted.push(name),
      measure: (name, value) => void measured.push([name, value]),
      endsAtMs: state.endsAtMs,
      random: () => 0,
    });
  };
  const types = () => events.map(({ type }) => type);
  return {
    state,
    events,
    tenants,
    accounts,
    sweep,
    types,
    calls,
    counted,
    measured,
    log,
    acme: () => tenants.stored.get('acme'),
  };
}

function token(version: string) {
  return { kind: 'token', token: 't'.repeat(32), version } as const;
}

describe('a new secret', () => {
  it('whose name is no tenant is ignored, which is said in one line', async () => {
    const world = aWorld(works);
    world.state.ignored = Array.from({ length: 12 }, (_, index) => `o${index}`);
    await world.sweep();
    const told = world.log.lines.filter((line) => line.includes('names are no tenant ids'));
    expect(told).toEqual([expect.stringContaining('"secrets":12,"names":["o0",')]);
    expect(told[0]).not.toContain('o10');
    expect(world.types()).toEqual(['tenant.connected']);
  });

  it('connects its tenant once, binds its account, and makes it due', async () => {
    const world = aWorld(works);
    await world.sweep();
    await world.sweep();
    expect(world.types()).toEqual(['tenant.connected']);
    expect([world.calls.count, world.counted]).toEqual([1, ['tenantsConnected']]);
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
    expect(world.counted).toEqual(['tenantsStopped']);
  });

  it('whose token may not read what is needed says so', async () => {
    const denied = new RequestRejected('no permission', { status: 403 });
    const world = aWorld({ ...works, 'GET Contact': denied, 'GET Invoice': denied });
    await world.sweep();
    expect(world.events).toMatchObject([
      { data: { reason: 'access_denied', message: expect.stringContaining('no permission') } },
    ]);
  });

  it.each([
    ['a new tenant', []],
    ['a tenant that is bound', [aTenant({ sevClientId: '900100' })]],
  ])('whose token shows no owner, and may not read something, says what: %s', async (_what, known) => {
    const denied = new RequestRejected('no permission', { status: 403 });
    const world = aWorld({ ...works, 'GET Contact': listOf(), 'GET Invoice': denied }, ...known);
    world.state.stored = token('v2');
    await world.sweep();
    expect(world.events).toMatchObject([
      { data: { reason: 'access_denied', message: expect.stringContaining('denied are Invoice: no permission') } },
    ]);
  });

  it('whose token may not read one resource connects its tenant without it, until a token may', async () => {
    const world = aWorld({ ...works, 'GET Invoice': new RequestRejected('no permission', { status: 403 }) });
    await world.sweep();
    expect(world.types()).toEqual(['tenant.connected']);
    const retryAt = world.state.nowMs + HOUR;
    expect(world.acme()?.resources).toEqual({
      Invoice: { denied: { since: world.state.nowMs, times: 2, message: 'no permission', retryAt } },
    });
    world.state.replies = works;
    world.state.stored = token('v2');
    await world.sweep();
    expect(world.acme()?.resources).toEqual({ Invoice: {} });
  });

  it.each([new RequestRejected('404'), new SevdeskUnavailable('a page of a proxy', { status: 403 })])(
    'connects where sevdesk does not tell its version: %s',
    async (error) => {
      const world = aWorld({ ...works, 'GET Tools/bookkeepingSystemVersion': error });
      await world.sweep();
      expect(world.types()).toEqual(['tenant.connected']);
    },
  );

  it('is tested again when a proxy refuses everything: that says nothing of the token', async () => {
    const page = new SevdeskUnavailable('sevdesk refused the call (403)', { status: 403 });
    const world = aWorld(Object.fromEntries(Object.keys(works).map((call) => [call, page])));
    await world.sweep();
    expect([world.types(), world.acme()]).toEqual([[], undefined]);
  });
});

describe('a secret that is encrypted', () => {
  const place = 'arn:aws:kms:eu-central-1:123456789012';

  it.each([TOKENS_KEY.arn, 'k-1', 'alias/tokens', `${place}:alias/tokens`])(
    'with the key of the stage, called %s, is nothing to speak of',
    async (keyId) => {
      const world = aWorld(works);
      world.state.keyId = keyId;
      await world.sweep();
      expect(world.log.lines.filter((line) => line.includes('key of this stage'))).toEqual([]);
    },
  );

  it.each([undefined, `${place}:key/other`, 'alias/tokens-2', 'arn:aws:kms:eu-central-1:999999999999:alias/tokens'])(
    'with another key (%s) is used all the same; its tenant is named, once a version',
    async (keyId) => {
      const world = aWorld(works);
      world.state.keyId = keyId;
      await world.sweep();
      await world.sweep();
      expect(world.types()).toEqual(['tenant.connected']);
      const key = keyId ?? 'aws/secretsmanager';
      expect(world.log.lines.filter((line) => line.includes('key of this stage'))).toEqual([
        `The secret is not encrypted with the key of this stage {"tenantId":"acme","key":"${key}","expected":"alias/tokens"}`,
      ]);
    },
  );
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

  it('that is refused while many others are disconnects nobody: the login is out', async () => {
    const others = ['beta', 'corp'].map((tenantId) => aTenant({ tenantId }));
    const world = aWorld(refused, aTenant({ sevClientId: '900100' }), ...others);
    world.state.stored = token('v2');
    await world.sweep();
    for (const { tenantId } of others) await world.tenants.refusals.note(tenantId, world.state.nowMs);
    await world.sweep();
    expect([world.types(), world.acme()?.rejected]).toEqual([[], expect.objectContaining({ held: 'out' })]);
    world.state.replies = works;
    await world.sweep();
    expect(world.acme()).toMatchObject({ state: 'active', secretVersion: 'v2' });
    expect(await world.tenants.refusals.count(1)).toBe(others.length);
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

  it('is told why when its secret comes back with a token that died since, once', async () => {
    const world = aWorld(refused, aTenant({ state: 'disconnected', reason: 'secret_missing', secretVersion: 'v1' }));
    for (let sweeps = 0; sweeps < 3; sweeps += 1) await world.sweep();
    await world.sweep(2 * HOUR);
    expect(world.events).toMatchObject([{ type: 'tenant.disconnected', data: { reason: 'token_rejected' } }]);
    expect(world.counted).toEqual([]);
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

describe('tenants that wait for somebody', () => {
  it.each([
    ['active', 0],
    ['baseline', 0],
    ['paused', 0],
    ['suspended', 1],
    ['disconnected', 1],
  ] as const)('are measured: %s is %i', async (state, away) => {
    const world = aWorld(works, aTenant({ state, secretVersion: 'v1', since: 10 * HOUR }));
    world.accounts.claims.set('900100', { holder: 'acme', claimedAt: 0 });
    await world.sweep(0);
    expect(world.measured).toEqual([['tenantsAway', away]]);
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
    expect([world.acme()?.state, world.types(), world.counted]).toEqual([stop.state, [], []]);
  });

  it.each([
    ['of another account', { ...works, 'GET Contact': listOf(aContact({ sevClient: { id: '666' } })) }],
    ['that works, too', works],
  ])('to give a tenant a better token is not undone by the test of the one before: %s', async (_what, replies) => {
    const world = aWorld(replies, aTenant({ sevClientId: '900100', accountClaimed: true }));
    world.state.meanwhile = () => world.tenants.change('acme', (tenant) => ({ ...tenant, secretVersion: 'v3' }));
    world.state.stored = token('v2');
    await world.sweep();
    expect([world.acme()?.state, world.acme()?.secretVersion, world.types()]).toEqual(['active', 'v3', []]);
  });

  it('that removed a tenant while its token was tested is not undone', async () => {
    const world = aWorld(works, aTenant());
    world.state.meanwhile = () => world.tenants.remove('acme');
    world.state.stored = token('v2');
    await world.sweep();
    expect([world.acme(), world.types()]).toEqual([undefined, []]);
  });
});

describe('a sweep whose time is up', () => {
  it('begins nothing, measures nothing, and says how many it left', async () => {
    const world = aWorld(works, aTenant({ tenantId: 'gone', dueAt: 1 }));
    world.state.endsAtMs = 10 * HOUR + 60_000;
    await world.sweep();
    expect([world.calls.count, world.types(), world.measured]).toEqual([0, [], []]);
    expect(world.log.lines).toEqual([expect.stringContaining('{"tenants":2}')]);
    world.state.endsAtMs = Number.POSITIVE_INFINITY;
    await world.sweep();
    expect(world.types()).toEqual(['tenant.connected']);
  });

  it('ends a test that takes too long, and concludes nothing from it', async () => {
    const world = aWorld(works);
    world.state.endsAtMs = 11 * HOUR;
    world.state.meanwhile = async () => {
      world.state.nowMs = world.state.endsAtMs;
    };
    await world.sweep();
    expect([world.calls.count, world.types(), world.acme()]).toEqual([1, [], undefined]);
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

describe('a secret that is gone', () => {
  it('stops its tenant once, although functions still know its token', async () => {
    const world = aWorld(works);
    await world.sweep();
    world.state.stored = { kind: 'missing' };
    await world.sweep();
    await world.sweep();
    expect(world.events).toMatchObject([
      { type: 'tenant.connected' },
      { type: 'tenant.disconnected', data: { reason: 'secret_missing' } },
    ]);
    expect(world.acme()?.dueAt).toBeUndefined();
    expect(world.measured.at(-1)).toEqual(['tenantsAway', 0]);
  });

  it('stops nobody who got another token while it was looked for', async () => {
    const world = aWorld(works);
    await world.sweep();
    world.state.stored = { kind: 'missing' };
    world.state.asked = () => world.tenants.change('acme', (tenant) => ({ ...tenant, secretVersion: 'v2' }));
    await world.sweep();
    expect([world.types(), world.acme()?.state]).toEqual([['tenant.connected'], 'baseline']);
  });

  it('that could not be looked for hides no other one', async () => {
    const world = aWorld(works, aTenant({ tenantId: 'odd', dueAt: 1 }), aTenant({ dueAt: 2 }));
    world.state.stored = { kind: 'missing' };
    world.state.asked = async (tenantId) => {
      if (tenantId === 'odd') throw new Error('not allowed');
    };
    await world.sweep();
    expect(world.acme()).toMatchObject({ state: 'disconnected', reason: 'secret_missing' });
    expect(world.tenants.stored.get('odd')?.state).toBe('active');
    expect([world.measured.length, world.log.lines.filter((line) => line.includes('"tenantId":"odd"')).length]).toEqual(
      [1, 1],
    );
  });

  it('and is back connects its tenant again', async () => {
    const world = aWorld(works);
    await world.sweep();
    world.state.stored = { kind: 'missing' };
    await world.sweep();
    world.state.stored = token('v2');
    await world.sweep();
    expect(world.types()).toEqual(['tenant.connected', 'tenant.disconnected', 'tenant.connected']);
  });
});
