import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateNow } from '../../../shared/domain/learned-rate.ts';
import {
  FRESH_BUDGET,
  pauseRequests,
  type RequestBudget,
  readyAtMs,
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
            nowMs = Math.max(nowMs, readyAtMs(budget, left, { ratePerMinute, nowMs }));
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
    const facts = { ratePerMinute: 100, nowMs };
    const waits = Array.from({ length: 12 }, (_, sent) => Math.max(0, readyAtMs(budget, 12 - sent, facts) - nowMs));
    expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(waits[5]).toBe(Math.ceil(60_000 / 95));
    expect(reserveRequests(budget, { ...wish, purpose: 'poll', nowMs })).toMatchObject({ granted: 0 });
  });

  it('lets a poll send all at once in a quiet minute, and paces it when the minute is busy or a day after a 429', () => {
    const nowMs = 200_000_000;
    const poll = { ...wish, purpose: 'poll', wanted: 16, nowMs, inAdvance: true } as const;
    expect(reserveRequests(FRESH_BUDGET, poll)).toMatchObject({ granted: 16, allNow: true });
    const busy = { ...FRESH_BUDGET, sent: { since: nowMs / 1000 - 30, counts: [80] } };
    expect(reserveRequests(busy, poll).allNow).toBeUndefined();
    const refused = { ...FRESH_BUDGET, learned: { perMinute: 100, at: nowMs - 80_000_000 } };
    expect(reserveRequests(refused, poll).allNow).toBeUndefined();
    const longAgo = { ...FRESH_BUDGET, learned: { perMinute: 100, at: nowMs - 90_000_000 } };
    expect(reserveRequests(longAgo, poll).allNow).toBe(true);
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

  it('lets commands take every other turn while a poll holds requests in advance, the first turn at once', () => {
    const turnMs = 60_000 / 95;
    let nowMs = 60_000;
    const paced = { ...FRESH_BUDGET, learned: { perMinute: 100, at: nowMs } };
    let { budget } = reserveRequests(paced, { ...wish, purpose: 'poll', wanted: 20, nowMs, inAdvance: true });
    for (const turns of [1, 2, 2]) {
      const taken = reserveRequests(budget, { ...wish, nowMs });
      expect(Math.abs(taken.waitMs - turns * turnMs)).toBeLessThanOrEqual(1);
      ({ budget } = taken);
      nowMs += taken.waitMs;
    }
    // Of the fifteen that were not at hand, two had the turns in between.
    expect(Math.abs(readyAtMs(budget, 13, { ratePerMinute: 100, nowMs }) - nowMs - turnMs)).toBeLessThanOrEqual(2);
  });

  it('has a smaller burst at a lower rate, of which commands and late polls still get something', () => {
    const low = { ...wish, ratePerMinute: 10, wanted: 5, nowMs: 0 };
    const full = { tokens: 2, at: 0, pausedUntil: 0 };
    expect(reserveRequests({ ...full, tokens: 5 }, low).granted).toBe(2);
    for (const purpose of ['poll', 'command'] as const) {
      for (const pollIsLate of [true, false]) {
        expect(reserveRequests(full, { ...low, purpose, pollIsLate }).granted).toBeGreaterThan(0);
      }
    }
  });

  it('stands still while it is paused, for polls and commands', () => {
    const paused = pauseRequests(FRESH_BUDGET, { nowMs: 0, untilMs: 5000, ratePerMinute: 100 });
    for (const purpose of ['poll', 'command'] as const) {
      expect(reserveRequests(paused, { ...wish, purpose, nowMs: 4000 })).toMatchObject({ granted: 0, waitMs: 1000 });
    }
  });
});

describe('a 429', () => {
  const facts = (nowMs: number, ratePerMinute = 100) => ({ nowMs, untilMs: nowMs + 1000, ratePerMinute });

  /** One request every `everyMs`, the last of which is refused. */
  function refusedAfter(accepted: number, everyMs: number, budget = FRESH_BUDGET, startMs = 1_000_000) {
    let current = budget;
    let nowMs = startMs;
    for (let request = 0; request <= accepted; request += 1) {
      nowMs = startMs + request * everyMs;
      const reservation = reserveRequests(current, { ...wish, ratePerMinute: 5000, nowMs });
      expect(reservation.granted).toBe(1);
      current = reservation.budget;
    }
    return { budget: current, nowMs };
  }

  it.each([
    ['to 95 percent of what was accepted in the minute before', 60, 600, 100, 57],
    ['by the last minute only', 200, 1000, 100, 57],
    ['by half at most, since a few requests say little', 8, 1000, 100, 50],
    ['to 10 at least', 3, 1000, 15, 10],
    ['not above what it was', 80, 500, 60, 60],
  ])('sets the rate %s', (_name, accepted, everyMs, rate, expected) => {
    const { budget, nowMs } = refusedAfter(accepted, everyMs);
    const { learned } = pauseRequests(budget, facts(nowMs, rate));
    expect(learned).toEqual({ perMinute: expected, at: nowMs });
  });

  it('waits until the minute has room at the new rate', () => {
    const { budget, nowMs } = refusedAfter(60, 600);
    const paused = pauseRequests(budget, facts(nowMs));
    // 60 went out in 36 s; the first six of them are older than a minute 28 s later.
    expect(paused.pausedUntil - nowMs).toBeGreaterThanOrEqual(27_000);
    expect(paused.pausedUntil - nowMs).toBeLessThanOrEqual(29_000);
  });

  it('teaches nothing while nothing was accepted since the last one', () => {
    const { budget, nowMs } = refusedAfter(60, 600);
    let current = pauseRequests(budget, facts(nowMs));
    for (let later = nowMs + 90_000; later < nowMs + 400_000; later += 90_000) {
      current = reserveRequests(current, { ...wish, nowMs: later }).budget;
      current = pauseRequests(current, facts(later + 400));
    }
    expect(current.learned?.perMinute).toBe(57);
  });

  it('makes void what a poll holds in advance', () => {
    const poll = { ...wish, ratePerMinute: 24, purpose: 'poll', wanted: 20, nowMs: 60_000, inAdvance: true } as const;
    const { budget } = reserveRequests(FRESH_BUDGET, poll);
    const { sent, tokens } = pauseRequests(budget, facts(61_000));
    expect(tokens).toBe(0);
    expect(sent?.counts.reduce((sum, count) => sum + count)).toBeLessThan(8);
  });

  it('is forgotten after ten quiet minutes, by one request a minute, up to where the rate began', () => {
    const learned = { perMinute: 57, at: 0 };
    const at = (minutes: number) => rateNow(learned, { ratePerMinute: 100, nowMs: minutes * 60_000 });
    expect([0, 10, 11, 20, 53, 54, 500].map(at)).toEqual([57, 57, 58, 67, 100, 100, 100]);
  });

  it('is kept in few bytes, whatever the tenant does', () => {
    const { budget } = refusedAfter(600, 100);
    expect(JSON.stringify(budget).length).toBeLessThan(400);
  });
});
