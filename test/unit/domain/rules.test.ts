import { describe, expect, it } from 'vitest';
import { backoffSeconds } from '../../../shared/domain/backoff.ts';
import { addDays, berlinDay, berlinMidnight } from '../../../shared/domain/berlin-time.ts';
import { LEDGER_TRANSITIONS, type LedgerEntry, turnEntry } from '../../../shared/domain/ledger-entry.ts';
import { isPollLate } from '../../../shared/domain/tenant.ts';
import { aTenant } from '../../support/builders.ts';

describe('backoff', () => {
  it.each([
    ['the first time', { times: 1, random: 0.999 }, 2],
    ['doubled each time', { times: 4, random: 0.999 }, 16],
    ['at most 15 minutes', { times: 40, random: 0.999 }, 900],
    ['at least a second', { times: 9, random: 0 }, 1],
    ['at least what sevdesk asked for', { times: 1, random: 0, retryAfterSeconds: 7 }, 7],
    ['but not for ever', { times: 1, random: 0, retryAfterSeconds: 99_999 }, 900],
    ['more than the cap, if it asks', { times: 1, random: 0, retryAfterSeconds: 60, capSeconds: 5 }, 60],
  ])('%s', (_name, facts, seconds) => {
    expect(backoffSeconds({ baseSeconds: 2, capSeconds: 900, ...facts })).toBe(seconds);
  });
});

describe('Berlin time', () => {
  it.each([
    ['2026-11-20', '2026-11-19T23:00:00Z'],
    ['2026-07-01', '2026-06-30T22:00:00Z'],
    ['2026-03-29', '2026-03-28T23:00:00Z'],
    ['2026-10-25', '2026-10-24T22:00:00Z'],
  ])('midnight of %s is %s', (day, utc) => {
    expect(new Date(berlinMidnight(day) * 1000).toISOString()).toBe(new Date(utc).toISOString());
    expect(berlinDay(berlinMidnight(day) * 1000)).toBe(day);
  });

  it('counts calendar days over the end of a year', () => {
    expect(addDays('2026-12-25', 14)).toBe('2027-01-08');
  });
});

describe('ledger states', () => {
  const entry = { state: 'succeeded', tenantId: 'acme', commandId: 'c' } as LedgerEntry;
  it('never leave success', () => {
    expect(LEDGER_TRANSITIONS.succeeded).toEqual(['succeeded']);
    expect(() => turnEntry(entry, 'claimed')).toThrow('does not turn succeeded into claimed');
  });

  it('are never claimed out of a call that may be under way', () => {
    expect(() => turnEntry({ ...entry, state: 'claimed' }, 'claimed')).toThrow();
  });
});

describe('a late poll', () => {
  const due = aTenant({ dueAt: 1000 });
  it.each([
    ['due for a moment', due, 30_000, false],
    ['due for more than a minute', due, 62_000, true],
    ['that runs', { ...due, lease: { holder: 'h', untilMs: 99_000, requests: 1 } }, 62_000, false],
    ['whose holder died', { ...due, lease: { holder: 'h', untilMs: 61_000, requests: 1 } }, 62_000, true],
    ['of nobody', aTenant({ dueAt: undefined }), 62_000, false],
  ])('%s', (_name, tenant, nowMs, late) => {
    expect(isPollLate(tenant, nowMs)).toBe(late);
  });
});
