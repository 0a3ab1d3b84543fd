import type { ResourceName } from '../../shared/contract/event.ts';
import type { Poll, Reading } from './poll-dependencies.ts';

/** What could not be read. */
export interface SetAside {
  readonly resource: ResourceName;
  /** Unknown for rows without a usable id. */
  readonly recordId?: string;
  readonly error?: Error;
}

/** Says which records were left out of a poll, and rings the alarm; the rest goes on. */
export function setAside({ dependencies }: Poll, which: SetAside, records = 1): void {
  dependencies.count('recordsSetAside', records);
  dependencies.log.error('Records could not be read and were set aside', { ...which, records });
}

/** Rows of a page that have no usable id. */
export function setAsideRows({ poll, resource }: Reading, rows: number): void {
  if (rows > 0) setAside(poll, { resource: resource.name }, rows);
}
