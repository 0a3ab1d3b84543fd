import { describe, expect, it } from 'vitest';
import { type RequestBudget, reserveRequests } from '../../../shared/domain/request-budget.ts';
import { BudgetExhausted } from '../../../shared/domain/sevdesk-error.ts';
import { requestSpender, type SpenderOptions } from '../../../shared/operations/request-spender.ts';
import { aTenant } from '../../support/builders.ts';
import { inMemoryTenants } from '../../support/in-memory-stores.ts';

const FULL: RequestBudget = { tokens: 5, at: 60_000, pausedUntil: 0 };

function spending(budget: RequestBudget, options: Partial<SpenderOptions> = {}) {
  let nowMs = 60_000;
  const tenants = inMemoryTenants(aTenant({ budget, dueAt: 60_000 }));
  const now = () => nowMs;
  const spender = requestSpender({
    tenants,
    tenantId: 'acme',
    purpose: 'poll',
    ratePerMinute: 65,
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
  it('sends what was reserved in advance as the bucket refills, one a second here, and writes nothing for it', async () => {
    const wish = { wanted: 8, purpose: 'poll', ratePerMinute: 65, nowMs: 60_000, inAdvance: true } as const;
    const { budget, granted } = reserveRequests(FULL, wish);
    const { sentAt, tenants } = spending(budget, { reserved: { requests: granted, budget } });
    expect(await sentAt(8)).toEqual([0, 0, 0, 0, 0, 1000, 2000, 3000]);
    expect(tenants.stored.get('acme')?.revision).toBe(0);
  });

  it('reserves the next lot with one write, and leaves commands their share', async () => {
    const { sentAt, tenants } = spending(FULL);
    expect(await sentAt(4)).toEqual([0, 0, 0, 0]);
    expect(tenants.stored.get('acme')).toMatchObject({ revision: 1, budget: { tokens: 1 } });
    expect(await sentAt(4)).toEqual([1000, 1000, 2000, 3000]);
    expect(tenants.stored.get('acme')?.revision).toBe(2);
  });

  it('lets a lot lapse that was not used in time', async () => {
    const { sentAt, tenants, pass } = spending(FULL);
    await sentAt(1);
    pass(6000);
    await sentAt(1);
    expect(tenants.stored.get('acme')?.revision).toBe(2);
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
