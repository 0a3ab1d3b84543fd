import { addDays, berlinMidnight } from '../../shared/domain/berlin-time.ts';
import { WrongUsage } from './cli-error.ts';
import { readDuration } from './duration.ts';
import { berlinClock } from './show-time.ts';

const FORMS =
  '2026-11-20T09:15:00+01:00, "2026-11-20 09:15" or 2026-11-20 (by the clock in Berlin), or 2h (ago: s, min, h, d)';

/** How an option with a time is read. */
export interface TimeOption {
  readonly name: string;
  /** A day means its first moment, or the first one after it; an hour that comes twice is meant with both. */
  readonly day: 'begins' | 'ends';
}

/** Reads a point in time into milliseconds. @throws WrongUsage with the forms that are allowed. */
export function pointInTime(text: string, { name, day }: TimeOption, nowMs: number): number {
  const atMs = readAgo(text, nowMs) ?? readDay(text, day) ?? readClock(text, day) ?? readIso(text);
  if (atMs === undefined) throw new WrongUsage(`${name} takes ${FORMS}.`);
  return atMs;
}

function readAgo(text: string, nowMs: number): number | undefined {
  const agoMs = readDuration(text);
  return agoMs === undefined ? undefined : nowMs - agoMs;
}

function readDay(text: string, day: TimeOption['day']): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)) || addDays(text, 0) !== text)
    return undefined;
  return berlinMidnight(day === 'ends' ? addDays(text, 1) : text) * 1000;
}

/** By the clock in Berlin, in summer or winter time. Of an hour that comes twice the earlier one begins, and the later one ends. */
function readClock(text: string, day: TimeOption['day']): number | undefined {
  const [, date, minutes, seconds = ':00'] = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?$/.exec(text) ?? [];
  const shown = `${date} ${minutes}${seconds}`;
  const asUtc = Date.parse(`${shown.replace(' ', 'T')}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  return (day === 'ends' ? [1, 2] : [2, 1])
    .map((hours) => asUtc - hours * 3_600_000)
    .find((atMs) => berlinClock(atMs) === shown);
}

function readIso(text: string): number | undefined {
  const hasZone = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text);
  const atMs = hasZone ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
}
