import { addDays, berlinDay } from '../domain/berlin-time.ts';
import { type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';

/** People type years such as "24", and terms that reach beyond any calendar. */
const LATEST_MS = Date.UTC(2200, 0);
const LONGEST_TERM_DAYS = 36_500;

/** A date field as the Berlin day `YYYY-MM-DD` that was meant; `null` when it is absent or no sensible date. */
export function wireDay(record: SevdeskRecord, field: string): string | null {
  const text = scalar(record, field) ?? '';
  // ISO only (measured): of `05.10.2026` the fifth month would be made.
  const atMs = /^\d{4}-\d\d-\d\d(T|$)/.test(text) ? Date.parse(text) : Number.NaN;
  return atMs > 0 && atMs < LATEST_MS ? berlinDay(atMs) : null;
}

/** The day some days after a date field, where both are known. */
export function wireDayAfter(record: SevdeskRecord, field: string, days: number | undefined): string | null {
  const day = wireDay(record, field);
  if (day === null || days === undefined || !(Math.abs(days) <= LONGEST_TERM_DAYS)) return null;
  return addDays(day, Math.trunc(days));
}
