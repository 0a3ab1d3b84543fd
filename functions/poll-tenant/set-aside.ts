import { advance, progressOf, type Reading } from './poll-dependencies.ts';

const DAY_MS = 86_400_000;

/** What could not be read: how many records, and of one of them what is known. */
export interface SetAside {
  readonly records: number;
  readonly recordId?: string;
  readonly error?: Error;
}

/**
 * Says which records were left out of a poll; the rest goes on. The alarm rings once a day per resource, since what can't be read
 * today can't be at the next poll either.
 */
export function setAside(reading: Reading, which: SetAside): void {
  const { count, log, now } = reading.poll.dependencies;
  log.error('Records could not be read and were set aside', { resource: reading.resource.name, ...which });
  const { setAsideAt = Number.NEGATIVE_INFINITY } = progressOf(reading);
  if (now() - setAsideAt < DAY_MS) return;
  count('recordsSetAside', which.records);
  advance(reading, { setAsideAt: now() });
}

/** Rows of a page that have no usable id. */
export function setAsideRows(reading: Reading, records: number): void {
  if (records > 0) setAside(reading, { records });
}
