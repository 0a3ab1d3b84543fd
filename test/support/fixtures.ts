import { readFileSync } from 'node:fs';
import type { Resource } from '../../shared/domain/resource.ts';
import type { SevdeskRecord } from '../../shared/domain/sevdesk-record.ts';
import { readAnswer } from '../../shared/sevdesk/answer.ts';
import { readRecords } from '../../shared/sevdesk/record-list.ts';

const FOLDER = new URL('../fixtures/sevdesk/', import.meta.url);

/** A row's recorded list is named like its events: `credit-note.json`. */
export function fixtureFile({ prefix }: Pick<Resource, 'prefix'>): string {
  return `${prefix.replaceAll('_', '-')}.json`;
}

/** The records of a row's recorded list, read as production reads them. */
export function fixtureRecords(row: Pick<Resource, 'prefix'>): readonly SevdeskRecord[] {
  return readFixture(fixtureFile(row));
}

/** Recorded positions of one document of the row. */
export function fixturePositions(row: Pick<Resource, 'prefix'>): readonly SevdeskRecord[] {
  return readFixture(`positions/${fixtureFile(row)}`);
}

function readFixture(file: string): readonly SevdeskRecord[] {
  const body = readFileSync(new URL(file, FOLDER), 'utf8');
  return readRecords(readAnswer({ status: 200, retryAfter: null, body }, { writes: false }).objects).records;
}
