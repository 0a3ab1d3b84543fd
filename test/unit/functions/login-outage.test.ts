import { beforeEach, describe, expect, it } from 'vitest';
import { pollTenant } from '../../../functions/poll-tenant/poll-tenant.ts';
import { TokenRejected } from '../../../shared/domain/sevdesk-error.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { aContact, anInvoice, aTenant } from '../../support/builders.ts';
import { commandWorld, SAVE, saved } from '../../support/command-world.ts';
import { fakeSevdesk, listOf } from '../../support/fake-sevdesk.ts';
import { pollWorld } from '../../support/poll-world.ts';

const NAMES = ['acme', 'beta', 'corp', 'dorn', 'ernst'];
const MINUTE = 60_000;

/** Five tenants that are polled in turn; tokens of `refused` are not accepted. */
function aWorld() {
  const refused = new Set<string>();
  const counts: string[] = [];
  const sevdesk = fakeSevdesk({ 'GET Contact': listOf(aContact()), 'GET Invoice': listOf(anInvoice()) });
  const world = pollWorld(sevdesk, tenantNamed('acme'));
  for (const name of NAMES.slice(1)) world.tenants.stored.set(name, tenantNamed(name));
  const { dependencies, state, tenants } = world;
  dependencies.count = (name) => void counts.push(name);
  const pollOne = async (tenantId: string) => {
    dependencies.connect = () => ({
      call: (call) => (refused.has(tenantId) ? Promise.reject(new TokenRejected({ status: 401 })) : sevdesk.call(call)),
    });
    await pollTenant(dependencies, { tenantId, deadlineMs: state.nowMs + 300_000 });
  };
  /** Polls whoever is due, every ten seconds. */
  const goOn = async (minutes: number) => {
    for (const endMs = state.nowMs + minutes * MINUTE; state.nowMs < endMs; state.nowMs += 10_000) {
      for (const { tenantId, dueAt } of [...tenants.stored.values()]) {
        if (dueAt !== undefined && dueAt <= state.nowMs) await pollOne(tenantId);
      }
    }
  };
  const stateOf = (tenantId: string) => tenants.stored.get(tenantId)?.state;
  const states = () => [...new Set(NAMES.map(stateOf))];
  return { ...world, refused, counts, goOn, stateOf, states };
}

/** Polled at its own time of each minute. */
function tenantNamed(tenantId: string): Tenant {
  const dueAt = Date.parse('2026-11-21T08:00:00Z') + NAMES.indexOf(tenantId) * 11_000;
  return aTenant({ tenantId, state: 'baseline', resources: {}, dueAt });
}

let world: ReturnType<typeof aWorld>;
beforeEach(async () => {
  world = aWorld();
  await world.goOn(3);
  world.events.length = 0;
});

describe("an outage of sevdesk's login", () => {
  beforeEach(() => {
    for (const name of NAMES) world.refused.add(name);
  });

  it('disconnects nobody, however long it lasts, and is counted', async () => {
    await world.goOn(150);
    expect([world.states(), world.types()]).toEqual([['active'], []]);
    expect(world.acme()?.rejected).toMatchObject({ held: 'out' });
    const outages = world.counts.filter((name) => name === 'loginOutages').length;
    expect(outages).toBeGreaterThan(20);
    expect(outages).toBeLessThan(160);
  });

  it('is over without a word, and all is polled again', async () => {
    await world.goOn(30);
    world.refused.clear();
    await world.goOn(10);
    expect([world.states(), world.types()]).toEqual([['active'], []]);
    for (const tenant of world.tenants.stored.values()) {
      expect(tenant.rejected).toBeUndefined();
      expect(tenant.resources.Invoice?.polledAt).toBeGreaterThan(world.state.nowMs - 2 * MINUTE);
    }
    expect(await world.tenants.refusals.count(1)).toBe(0);
  });

  it('asks each tenant for one thing every few minutes', async () => {
    await world.goOn(20);
    const before = world.state.nowMs;
    const asked: number[] = [];
    world.dependencies.tokens = {
      read: async () => {
        asked.push(world.state.nowMs);
        return world.state.token;
      },
      forget: () => undefined,
    };
    await world.goOn(30);
    expect(asked.length / NAMES.length).toBeGreaterThan(8);
    expect(asked.length / NAMES.length).toBeLessThan(16);
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(before);
  });

  it('does not hold those for longer than an hour who are refused while others get through', async () => {
    await world.goOn(10);
    for (const name of NAMES.slice(2)) world.refused.delete(name);
    await world.goOn(40);
    expect(world.states()).toEqual(['active']);
    await world.goOn(30);
    expect([world.stateOf('acme'), world.stateOf('corp')]).toEqual(['disconnected', 'active']);
  });
});

describe('one token that is revoked among five tenants', () => {
  it('disconnects its tenant within minutes, once, and nobody else', async () => {
    world.refused.add('corp');
    await world.goOn(4);
    expect(NAMES.filter((name) => world.stateOf(name) === 'disconnected')).toEqual(['corp']);
    await world.goOn(20);
    expect(world.types()).toEqual(['tenant.disconnected']);
    expect(world.counts).not.toContain('loginOutages');
  });

  it('does not make the next one look like an outage', async () => {
    world.refused.add('corp');
    await world.goOn(4);
    world.refused.add('dorn');
    await world.goOn(4);
    expect(world.types()).toEqual(['tenant.disconnected', 'tenant.disconnected']);
  });

  it('waits for another tenant to be asked, so that the first one of an outage is not disconnected', async () => {
    world.refused.add('corp');
    for (const name of NAMES.filter((one) => one !== 'corp')) {
      await world.tenants.change(name, (tenant) => ({ ...tenant, dueAt: world.state.nowMs + 4 * MINUTE }));
    }
    await world.goOn(3);
    expect(world.tenants.stored.get('corp')?.rejected).toMatchObject({ held: 'unsure' });
    await world.goOn(4);
    expect(world.stateOf('corp')).toBe('disconnected');
  });

  it('whose rotation is in flight disconnects nobody', async () => {
    world.refused.add('corp');
    while (!world.tenants.stored.get('corp')?.rejected) await world.goOn(1 / 6);
    world.refused.clear();
    await world.goOn(3);
    expect([world.states(), world.types()]).toEqual([['active'], []]);
  });
});

describe("commands in an outage of sevdesk's login", () => {
  const held = { rejected: { version: 'v1', at: 0, held: 'out' }, dueAt: 1_000_000 + 150_000 } as const;

  it('wait without a call or an attempt until the next poll has asked', async () => {
    const commands = commandWorld({ [SAVE]: saved }, aTenant(held));
    expect(await commands.deliver()).toEqual({ kind: 'hide', seconds: 180 });
    expect([commands.sevdesk.calls, commands.entry()?.attempts]).toEqual([[], 0]);
    await commands.tenants.change('acme', (tenant) => ({ ...tenant, rejected: undefined }));
    expect(await commands.deliver()).toEqual({ kind: 'done' });
    expect(commands.entry()?.state).toBe('succeeded');
  });

  it('are held by the second refusal, too, when it is theirs', async () => {
    const commands = commandWorld({ [SAVE]: new TokenRejected({ status: 401 }) });
    await commands.deliver();
    commands.state.nowMs += 30_000;
    for (const tenantId of ['beta', 'corp']) {
      await commands.tenants.add(aTenant({ tenantId }));
      await commands.tenants.refusals.note(tenantId, commands.state.nowMs);
    }
    await commands.deliver();
    expect(commands.tenants.stored.get('acme')).toMatchObject({ state: 'active', rejected: { held: 'out' } });
    expect(commands.events).toEqual([]);
  });

  it('of many hours do not end for it', async () => {
    const commands = commandWorld({ [SAVE]: saved }, aTenant(held));
    for (let receives = 1; receives < 400; receives += 1) {
      expect(await commands.deliver(undefined, { receives, sentAtMs: 1_000_000 })).toMatchObject({ kind: 'hide' });
      commands.state.nowMs += 180_000;
    }
    expect([commands.events, commands.letters]).toEqual([[], []]);
  });
});
