import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterCalls,
  type CircuitBreaker,
  hasOpened,
  isHalfOpen,
  isRefusedCall,
  MOST_REFUSED,
  openForMs,
} from '../../../shared/domain/circuit-breaker.ts';
import {
  OutcomeUnknown,
  RequestRejected,
  SevdeskThrottled,
  SevdeskUnavailable,
  TokenRejected,
} from '../../../shared/domain/sevdesk-error.ts';
import { notFound } from '../../support/listed-sevdesk.ts';

const MINUTE = 60_000;
const refused = (times: number) => ({ accepted: 0, refused: times, said: 'Nope' });
const accepted = { accepted: 1, refused: 0 };
const at = (minutes: number) => ({ nowMs: minutes * MINUTE, unitMs: MINUTE });
/** After twenty refused calls at minute 0. */
const open = afterCalls(undefined, refused(20), at(0));

describe('a circuit breaker', () => {
  it.each([
    ['is nothing before the first refusal', undefined, accepted, 0, undefined],
    ['counts', undefined, refused(3), 1, { refused: 3, since: MINUTE, said: 'Nope' }],
    ['counts on within five minutes', { refused: 3, since: MINUTE }, refused(2), 6, { refused: 5, since: MINUTE }],
    [
      'begins anew after five minutes',
      { refused: 19, since: MINUTE },
      refused(2),
      6.1,
      { refused: 2, since: 6.1 * MINUTE },
    ],
    [
      'is not changed by what goes through',
      { refused: 19, since: MINUTE },
      accepted,
      2,
      { refused: 19, since: MINUTE },
    ],
    [
      'opens for a minute at the twentieth',
      { refused: 19, since: MINUTE },
      refused(1),
      2,
      { openUntil: 3 * MINUTE, openings: 1 },
    ],
    ['stays open for what was under way', open, refused(9), 0.5, open],
    [
      'pauses to the end when a call goes through meanwhile, and is closed then',
      open,
      accepted,
      0.5,
      { ...open, closed: true },
    ],
    [
      'opens for twice as long at a refusal while half open',
      open,
      refused(1),
      2,
      { openUntil: 4 * MINUTE, openings: 2 },
    ],
    ['closes when a call goes through while half open', open, accepted, 2, { closed: true, openings: 1 }],
    ['waits half open for a call', open, { accepted: 0, refused: 0 }, 2, open],
  ] as const)('%s', (_name, before, tally, minutes, expected) => {
    const after = afterCalls(before, tally, at(minutes));
    if (expected === undefined || expected === open || before === expected) expect(after).toBe(expected);
    else expect(after).toMatchObject(expected);
  });

  it('opens for 15 minutes at most, and remembers it when it closes, for an hour', () => {
    let breaker = open;
    let minutes = 0;
    const lengths = [1, 2, 4, 8, 15, 15].map((length) => {
      expect(openForMs(breaker, minutes * MINUTE)).toBe(length * MINUTE);
      minutes += length;
      breaker = afterCalls(breaker, refused(1), at(minutes));
      return length;
    });
    minutes += 15;
    const closed = afterCalls(breaker, accepted, at(minutes));
    expect(
      openForMs(afterCalls(closed, refused(20), at(minutes + lengths.length)), (minutes + lengths.length) * MINUTE),
    ).toBe(15 * MINUTE);
    expect(openForMs(afterCalls(closed, refused(20), at(minutes + 61)), (minutes + 61) * MINUTE)).toBe(MINUTE);
  });

  it('lets few refusals beyond the limit through in any five minutes, whatever comes', () => {
    const call = fc.record({ afterMs: fc.nat({ max: 2 * MINUTE }), goesThrough: fc.boolean() });
    fc.assert(
      fc.property(fc.array(call, { minLength: 60, maxLength: 300 }), (calls) => {
        const refusals = refusalsOf(calls);
        const inFiveMinutes = refusals.map(
          (end) => refusals.filter((one) => one > end - 5 * MINUTE && one <= end).length,
        );
        // The end of one window, and two openings of one and two minutes.
        expect(Math.max(0, ...inFiveMinutes)).toBeLessThanOrEqual(3 * MOST_REFUSED);
      }),
      { numRuns: 200 },
    );
  });
});

interface Call {
  readonly afterMs: number;
  readonly goesThrough: boolean;
}

/** When calls were refused that wait for the breaker; refused ones come as fast as they can. */
function refusalsOf(calls: readonly Call[]): readonly number[] {
  let breaker: CircuitBreaker | undefined;
  let nowMs = 0;
  return calls.flatMap(({ afterMs, goesThrough }) => {
    nowMs += Math.max(goesThrough ? afterMs : afterMs % 1000, openForMs(breaker, nowMs));
    const before = breaker;
    breaker = afterCalls(breaker, goesThrough ? accepted : refused(1), { nowMs, unitMs: MINUTE });
    if (hasOpened(breaker, before)) expect(isHalfOpen(breaker, nowMs + openForMs(breaker, nowMs))).toBe(true);
    return goesThrough ? [] : [nowMs];
  });
}

describe('a call that counts', () => {
  const said = (status: number) => ({ status, message: 'Nope' });
  it.each([
    ['a write that is refused', new RequestRejected('Nope', said(422)), false, true],
    ['a refusal that comes as 500', new RequestRejected('Nope', said(500)), false, true],
    ['a refusal inside of 200', new RequestRejected('Nope', said(200)), false, false],
    ['one of our own, since the relay is read-only', new RequestRejected('Nope'), false, false],
    ['a read without permission', new RequestRejected('Nope', said(403)), true, true],
    ['a write without permission', new SevdeskUnavailable('Nope', said(403)), false, true],
    ['a record that is gone when it is read', notFound('Invoice', '1'), true, false],
    ['a record that is gone when it is written', notFound('Invoice', '1'), false, true],
    ['an outage', new SevdeskUnavailable('Nope', said(503)), true, false],
    ['a broken connection', new SevdeskUnavailable('Nope'), true, false],
    ['a limit', new SevdeskThrottled(said(429)), true, false],
    ['a refused token', new TokenRejected(said(401)), true, false],
    ['an unknown outcome', new OutcomeUnknown('Nope', said(500), true), false, false],
  ])('%s', (_name, error, reads, counts) => {
    expect(isRefusedCall(error, { reads })).toBe(counts);
  });
});
