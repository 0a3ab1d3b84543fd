import { describe, expect, it } from 'vitest';
import { pauseRequests, type RequestBudget, reserveRequests } from '../../../shared/domain/request-budget.ts';
import { BudgetExhausted } from '../../../shared/domain/sevdesk-error.ts';
import { requestSpender, type SpenderOptions } from '../../../shared/operations/request-spender.ts';
import { aTenant } from '../../support/builders.ts';
import { inMemoryTenants } from '../../support/in-memory-stores.ts';

const FULL: RequestBudget = { tokens: 5, at: 60_000, pausedUntil: 0 };
/** A 429 is not long ago, so that polls wait for the bucket. */
const PACED: RequestBudget = { ...FULL, learned: { perMinute: 125, at: 50_000 } };

function spending(budget: RequestBudget, options: Partial<SpenderOptions> = {}) {
  let nowMs = 60_000;
  const tenants = inMemoryTenants(aTenant({ budget, dueAt: 60_000 }));
  const now = () => nowMs;
  const spender = requestSpender({
    tenants,
    tenantId: 'acme',
    purpose: 'poll',
    ratePerMinute: 125,
    lot: 4,
    longestWaitMs: 30_000,
    deadlineMs: 600_000,
    now,
    sleep: async (ms) => {
      nowMs += ms;
    },
    ...options,
  });
  const sentAt = async (calls: number) => {
    const times: number[] = [];
    for (let call = 1; call <= calls; call += 1) {
      await spender.spend();
      times.push(nowMs - 60_000);
    }
    return times;
  };
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { spender, sentAt, tenants, pass };
}

describe('a spender of requests', () => {
  it('sends what was reserved in advance as the bucket refills, two a second here, and writes nothing for it', async () => {
    const wish = { wanted: 8, purpose: 'poll', ratePerMinute: 125, nowMs: 60_000, inAdvance: true } as const;
    const { budget, granted } = reserveRequests(PACED, wish);
    const { sentAt, tenants } = spending(budget, { reserved: { requests: granted, budget } });
    expect(await sentAt(8)).toEqual([0, 0, 0, 0, 0, 500, 1000, 1500]);
    expect(tenants.stored.get('acme')?.revision).toBe(0);
  });

  it('reserves the next lot with one write, and leaves commands their share', async () => {
    const { sentAt, tenants } = spending(FULL);
    expect(await sentAt(4)).toEqual([0, 0, 0, 0]);
    expect(tenants.stored.get('acme')).toMatchObject({ revision: 1, budget: { tokens: 1 } });
    expect(await sentAt(4)).toEqual([0, 0, 0, 0]);
    expect(tenants.stored.get('acme')?.revision).toBe(2);
  });

  it('serves calls side by side one after another, and grants each request once', async () => {
    const { spender, tenants } = spending(FULL);
    await Promise.all(Array.from({ length: 8 }, () => spender.spend()));
    expect(tenants.stored.get('acme')).toMatchObject({ revision: 2, budget: { tokens: expect.closeTo(-5) } });
  });

  it('lets a lot lapse that was not used in time', async () => {
    const { sentAt, tenants, pass } = spending(FULL);
    await sentAt(1);
    pass(6000);
    await sentAt(1);
    expect(tenants.stored.get('acme')?.revision).toBe(2);
  });

  it('looks before it sends what it holds in advance, and lets a command go first', async () => {
    const wish = { wanted: 8, purpose: 'poll', ratePerMinute: 125, nowMs: 60_000, inAdvance: true } as const;
    const { budget, granted } = reserveRequests(PACED, wish);
    const { sentAt, tenants } = spending(budget, { reserved: { requests: granted, budget } });
    const ofCommand = spending(budget, { purpose: 'command', lot: 1, longestWaitMs: 2000, tenants });
    expect(await sentAt(5)).toEqual([0, 0, 0, 0, 0]);
    expect(await ofCommand.sentAt(1)).toEqual([500]);
    expect(await sentAt(3)).toEqual([1000, 1500, 2000]);
  });

  it.each([
    ['that lasts', 10_000, 0, 10_000],
    ['that is over', 1000, 2000, 2000],
  ])('sends nothing of what it holds in advance after a 429 of somebody else, with a pause %s', async (...row) => {
    const [, pauseMs, passedMs, earliestMs] = row;
    const wish = { wanted: 20, purpose: 'poll', ratePerMinute: 125, nowMs: 60_000, inAdvance: true } as const;
    const { budget, granted } = reserveRequests(PACED, wish);
    const { sentAt, tenants, pass } = spending(budget, { reserved: { requests: granted, budget } });
    await sentAt(5);
    const facts = { nowMs: 60_100, untilMs: 60_000 + pauseMs, ratePerMinute: 125 };
    await tenants.change('acme', (tenant) => ({ ...tenant, budget: pauseRequests(tenant.budget, facts) }));
    const { revision } = tenants.stored.get('acme') ?? {};
    pass(passedMs);
    const [next = 0] = await sentAt(1);
    expect(next).toBeGreaterThanOrEqual(earliestMs);
    expect(tenants.stored.get('acme')?.revision).toBe(Number(revision) + 1);
  });

  it('does not sit out a turn that comes late at a low rate, and comes back shortly before it', async () => {
    const inDebt = { ...FULL, tokens: -7, learned: { perMinute: 12, at: 60_000 } };
    const { spender, pass, sentAt } = spending(inDebt, { purpose: 'command', lot: 1, longestWaitMs: 2000 });
    const error = await spender.spend().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BudgetExhausted);
    // One request in six seconds.
    expect(error).toMatchObject({ waitMs: 5000 });
    pass(5000);
    expect(await sentAt(1)).toEqual([6000]);
  });

  it.each([
    ['a longer wait than it may sit out', { ...FULL, pausedUntil: 120_000 }, {}, 60_000],
    ['too little time for a call', FULL, { deadlineMs: 80_000 }, 0],
  ])('gives up before %s', async (_name, budget, options, waitMs) => {
    const { spender } = spending(budget, options);
    const error = await spender.spend().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BudgetExhausted);
    expect(error).toMatchObject({ waitMs });
  });
});
