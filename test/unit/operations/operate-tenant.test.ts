import { describe, expect, it } from 'vitest';
import { active, disconnect, pause, paused, polled, purge, remove, resume, worldOf } from './operated-tenant.ts';

/** What the world looks like in the end, whatever happened on the way there. */
function outcome({ acme, told, secrets, polls, resent, data, accounts, ledger, tenants }: ReturnType<typeof worldOf>) {
  const { state, reason } = acme() ?? {};
  return {
    state,
    reason,
    told: told(),
    hasSecret: secrets.has('acme'),
    polled: polls.length > 0,
    resent: [...new Set(resent.map(({ commandId }) => commandId))],
    open: [...ledger.entries.values()].map(({ commandId, state: now }) => `${commandId} ${now}`),
    purged: [...new Set(data.purged)],
    claimed: accounts.claims.has('900100'),
    remains: tenants.remains('acme'),
  };
}

describe.each([
  ['pause', active, pause, { state: 'paused', told: ['tenant.suspended'], hasSecret: true, claimed: true }],
  ['pause under a poll', polled, pause, { state: 'paused', told: ['tenant.suspended'] }],
  [
    'resume',
    paused,
    resume,
    {
      state: 'active',
      told: ['tenant.resumed'],
      polled: true,
      resent: ['p1', 'p2'],
      open: ['p1 waiting', 'p2 waiting'],
    },
  ],
  [
    'disconnect',
    active,
    disconnect,
    {
      state: 'disconnected',
      reason: 'disconnected_by_operator',
      told: ['tenant.disconnected'],
      hasSecret: false,
      claimed: true,
    },
  ],
  [
    'remove',
    paused,
    remove,
    {
      state: undefined,
      told: ['tenant.removed'],
      hasSecret: false,
      claimed: false,
      open: ['p1 parked', 'p2 parked'],
      purged: [],
    },
  ],
  [
    'remove --purge',
    paused,
    purge,
    {
      state: undefined,
      told: ['tenant.removed', 'command.failed', 'command.failed'],
      hasSecret: false,
      claimed: false,
      open: [],
      purged: ['records of acme', 'ledger of acme', 'objects of acme'],
    },
  ],
] as const)('%s', (_name, tenant, operate, expected) => {
  it('does what it says, and tells it once', async () => {
    const world = worldOf(tenant);
    await operate(world);
    expect(outcome(world)).toMatchObject(expected);
    expect(world.events.map(({ type }) => type)).toEqual(expected.told);
  });

  it.each(['before', 'after'] as const)('cut short %s any step, and done again, comes to the same', async (when) => {
    for (let at = 1; ; at += 1) {
      const world = worldOf(tenant);
      if (!(await world.interrupted(() => operate(world), at, when))) {
        expect(at).toBeGreaterThan(3);
        return;
      }
      // What was removed to its end is not there any more.
      if (world.acme()) await operate(world);
      expect(outcome(world), `step ${at}`).toMatchObject(expected);
    }
  });
});
