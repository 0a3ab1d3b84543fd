import { advance, progressOf, type Reading } from './poll-dependencies.ts';
import { setAside } from './set-aside.ts';

/** So many incomplete listings in a row are believed. */
const MOST_INCOMPLETE = 3;

/** Incremental listings are counted apart from listings of everything: one kind must not reset the other. */
type Counter = 'incomplete' | 'incompleteWhole';

export interface IncompleteEnd {
  /** As many records were seen as sevdesk counted. */
  readonly covered: boolean;
  /** Records with open ends. */
  readonly unsettled: readonly string[];
}

/**
 * Whether a listing that is not whole moves things on all the same. It is read again first; what stays so is believed after a
 * while, with an alarm: one record, or a count that is never right, must not silence a tenant.
 */
export function believesAnyway(reading: Reading, counter: Counter, { covered, unsettled }: IncompleteEnd): boolean {
  const { log, count } = reading.poll.dependencies;
  const times = (progressOf(reading)[counter] ?? 0) + 1;
  log.warn('The listing stayed incomplete', {
    resource: reading.resource.name,
    covered,
    unsettled: unsettled.length,
    times,
  });
  advance(reading, { [counter]: times });
  if (times < MOST_INCOMPLETE) return false;
  if (!covered) count('listingsIncomplete');
  if (unsettled.length > 0) setAside(reading, { records: unsettled.length });
  return true;
}
