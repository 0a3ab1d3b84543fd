import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FRESH_BUDGET,
  pauseRequests,
  type RequestBudget,
  readyInMs,
  reserveRequests,
} from '../../../shared/domain/request-budget.ts';

const wish = { wanted: 1, purpose: 'command', ratePerMinute: 100 } as const;

describe('a request budget', () => {
  it('never sees more than the rate in any 60 seconds, with whole polls reserved in advance', () => {
    const polls = fc.array(
      fc.record({ afterMs: fc.integer({ min: 0, max: 20_000 }), wanted: fc.integer({ min: 1, max: 12 }) }),
      { maxLength: 100 },
    );
    fc.assert(
      fc.property(polls, fc.integer({ min: 20, max: 300 }), (wishes, ratePerMinute) => {
        const sent: number[] = [];
        let budget: RequestBudget = FRESH_BUDGET;
        let nowMs = 1_000_000;
        for (const { afterMs, wanted } of wishes) {
          nowMs += afterMs;
          const reservation = reserveRequests(budget, { ...wish, wanted, ratePerMinute, nowMs, inAdvance: true });
          ({ budget } = reservation);
          for (let left = reservation.granted; left > 0; left -= 1) {
            nowMs += readyInMs(budget, left, { ratePerMinute, nowMs });
            sent.push(nowMs);
          }
        }
        for (const at of sent) {
          const inMinute = sent.filter((other) => other >= at && other < at + 60_000).length;
          expect(inMinute).toBeLessThanOrEqual(ratePerMinute);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('reserves a poll of twelve at once, of which five may be sent now', () => {
    const nowMs = 60_000;
    const { budget, granted } = reserveRequests(FRESH_BUDGET, { ...wish, wanted: 12, nowMs, inAdvance: true });
    expect(granted).toBe(12);
    const waits = Array.from({ length: 12 }, (_, sent) => readyInMs(budget, 12 - sent, { ratePerMinute: 100, nowMs }));
    expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(waits[5]).toBe(Math.ceil(60_000 / 95));
    expect(reserveRequests(budget, { ...wish, nowMs })).toMatchObject({ granted: 0 });
  });

  it('never grants more than the rate in any 60 seconds', () => {
    const steps = fc.array(
      fc.record({ afterMs: fc.integer({ min: 0, max: 3000 }), wanted: fc.integer({ min: 1, max: 5 }) }),
      {
        maxLength: 400,
      },
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 10, max: 300 }), (wishes, ratePerMinute) => {
        const granted: number[] = [];
        let budget: RequestBudget = FRESH_BUDGET;
        let nowMs = 1_000_000;
        for (const { afterMs, wanted } of wishes) {
          nowMs += afterMs;
          const reservation = reserveRequests(budget, { ...wish, wanted, ratePerMinute, nowMs });
          budget = reservation.budget;
          for (let call = 0; call < reservation.granted; call += 1) granted.push(nowMs);
        }
        for (const at of granted) {
          expect(granted.filter((other) => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(
            ratePerMinute,
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  it('leaves the last fifth to commands', () => {
    const taken = reserveRequests(FRESH_BUDGET, { ...wish, wanted: 9, purpose: 'poll', nowMs: 1 });
    expect(taken.granted).toBe(4);
    expect(reserveRequests(taken.budget, { ...wish, purpose: 'poll', nowMs: 1 }).granted).toBe(0);
    expect(reserveRequests(taken.budget, { ...wish, nowMs: 1 }).granted).toBe(1);
  });

  it('lets a late poll go before commands, so that a backlog does not silence a tenant', () => {
    const low = { tokens: 2, at: 1, pausedUntil: 0 };
    expect(reserveRequests(low, { ...wish, nowMs: 1, pollIsLate: true }).granted).toBe(0);
    expect(reserveRequests(low, { ...wish, wanted: 2, purpose: 'poll', nowMs: 1, pollIsLate: true }).granted).toBe(2);
  });

  it('says how long to wait, and grants after that', () => {
    const empty = { tokens: 0, at: 0, pausedUntil: 0 };
    const { waitMs, budget } = reserveRequests(empty, { ...wish, nowMs: 0 });
    expect(reserveRequests(budget, { ...wish, nowMs: waitMs }).granted).toBe(1);
    expect(reserveRequests(budget, { ...wish, nowMs: waitMs - 10 }).granted).toBe(0);
  });

  it('stands still while it is paused, for polls and commands', () => {
    const paused = pauseRequests(FRESH_BUDGET, 5000);
    for (const purpose of ['poll', 'command'] as const) {
      expect(reserveRequests(paused, { ...wish, purpose, nowMs: 4000 })).toMatchObject({ granted: 0, waitMs: 1000 });
    }
  });
});
