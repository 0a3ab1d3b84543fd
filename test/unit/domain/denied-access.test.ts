import { describe, expect, it } from 'vitest';
import { type DeniedAccess, deniedOnceMore, isAccessDenied, isOff } from '../../../shared/domain/denied-access.ts';
import { pollReaction } from '../../../shared/domain/poll-reaction.ts';
import { RequestRejected, SevdeskUnavailable, UnexpectedAnswer } from '../../../shared/domain/sevdesk-error.ts';

const HOUR = 3_600_000;
const again = (before: DeniedAccess | undefined, nowMs: number, alone = true) =>
  deniedOnceMore(before, { message: 'no permission', nowMs, alone });

describe('a resource that may not be read', () => {
  it('is off at the second time, if others are read', () => {
    const once = again(undefined, 1000);
    expect([once, isOff({ denied: once })]).toEqual([{ since: 1000, times: 1, message: 'no permission' }, false]);
    expect(isOff({ denied: again(once, 2000, false) })).toBe(false);
    expect(again(once, 2000)).toEqual({ since: 1000, times: 2, message: 'no permission', retryAt: 2000 + HOUR });
  });

  it('is asked for again after an hour, later each time, at least once a day', () => {
    let denied = again(undefined, 0);
    const pauses = Array.from({ length: 8 }, () => {
      denied = again(denied, 0);
      return (denied.retryAt ?? 0) / HOUR;
    });
    expect(pauses).toEqual([1, 2, 4, 8, 16, 24, 24, 24]);
  });

  it('keeps a short message', () => {
    expect(deniedOnceMore(undefined, { message: 'x'.repeat(999), nowMs: 0, alone: true }).message).toHaveLength(200);
  });

  it.each([
    ['403', new RequestRejected('Nope', { status: 403 }), true],
    ['a page with 403', new SevdeskUnavailable('Nope', { status: 403 }), true],
    ['402', new RequestRejected('Nope', { status: 402 }), true],
    ['404', new RequestRejected('Nope', { status: 404 }), false],
    ['503', new SevdeskUnavailable('Nope', { status: 503 }), false],
    ['HTML', new UnexpectedAnswer('Nope', { status: 403 }), false],
  ])('is told by %s: %#', (_name, error, denied) => {
    expect(isAccessDenied(error)).toBe(denied);
    if (denied) expect(pollReaction(error)).toBe('back-off');
  });
});
