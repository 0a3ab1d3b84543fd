import { berlinIso, berlinMidnightMs } from './berlin-time.ts';
import type { Fields } from './wire-record.ts';

/**
 * Reads a date the ways sevdesk takes them: `dd.mm.yyyy` (documentation), `YYYY-MM-DD` (practice), Unix seconds
 * (measured for `deliveryDate`), ISO. Days become midnight in Berlin; an instant stays what it is, so one that is not
 * Berlin midnight shows (measured). Undefined: not a date.
 */
export function readDate(input: unknown): string | undefined {
  const text = String(input ?? '').trim();
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (german) return berlinIso(berlinMidnightMs(Number(german[3]), Number(german[2]), Number(german[1])));
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (day) return berlinIso(berlinMidnightMs(Number(day[1]), Number(day[2]), Number(day[3])));
  if (/^\d+$/.test(text)) return berlinIso(Number(text) * 1000);
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : berlinIso(instant);
}

/** Fields with the dates among them in their wire form; what is no date becomes null. */
export function readDates(fields: Fields, names: readonly string[]): Fields {
  const dates = names.filter((name) => fields[name]).map((name) => [name, readDate(fields[name]) ?? null]);
  return { ...fields, ...Object.fromEntries(dates) };
}
