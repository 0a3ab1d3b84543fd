import type { ResourceInterval } from '../../shared/operations/tenant-intervals.ts';
import { showNumber } from './show-number.ts';
import { showDuration } from './show-time.ts';
import { renderTable } from './table.ts';

/** The stage's usual rate; the deployed one may differ. */
export const USUAL_REQUESTS_PER_MINUTE = 100;

const HEAD = ['RESOURCE', 'POLLED EVERY', 'EACH POLL READS'];

const NOTES = [
  "The stage's default is pollIntervalSeconds in infra/stages.ts; in stage local it is each tick. All records are listed once a day anyway.",
  `"At least": listings take at most a quarter of the tenant's requests, reckoned with ${USUAL_REQUESTS_PER_MINUTE} a minute.`,
].join('\n');

/** How often each resource is polled, and why. */
export function formatIntervals(intervals: readonly ResourceInterval[]): string {
  const rows = intervals.map((interval) => [interval.resource, every(interval), reads(interval)]);
  return `${renderTable(rows, HEAD)}\n\n${NOTES}`;
}

export function intervalsAsJson(intervals: readonly ResourceInterval[]): string {
  return JSON.stringify(intervals);
}

function every({ ownSeconds, everyIntervals, leastSeconds }: ResourceInterval): string {
  const wanted = ownSeconds === undefined ? `stage default × ${everyIntervals}` : `${ownSeconds} s (its own)`;
  return leastSeconds > (ownSeconds ?? 0) ? `${wanted}, at least ${showDuration(leastSeconds * 1000)}` : wanted;
}

function reads({ listsEverything, records }: ResourceInterval): string {
  if (!listsEverything) return 'what changed';
  return !records ? 'all records' : `all ${showNumber(records)} records`;
}
