import * as v from 'valibot';
import { UnexpectedAnswer } from '../domain/sevdesk-error.ts';
import type { SevdeskRecord } from '../domain/sevdesk-record.ts';

const idSchema = v.union([v.pipe(v.string(), v.minLength(1), v.maxLength(64)), v.pipe(v.number(), v.safeInteger())]);

/** Rows of an answer: records that can be read, and how many can't. */
export interface RecordList {
  readonly records: readonly SevdeskRecord[];
  /** Rows without a usable id; they are set aside, the rest goes on. */
  readonly unreadable: number;
  /** All rows, readable or not: what paging counts by. */
  readonly rows: number;
}

/** The records in `objects`, which is an array, or a single object where sevdesk found one. */
export function readRecords(objects: unknown): RecordList {
  if (objects === null || objects === undefined) return { records: [], unreadable: 0, rows: 0 };
  if (typeof objects !== 'object') throw new UnexpectedAnswer('sevdesk answered a list that is no list');
  const rows: readonly unknown[] = Array.isArray(objects) ? objects : [objects];
  const records = rows.flatMap((row): SevdeskRecord[] => {
    // Only the id is parsed: a schema of the whole row would copy its fields, which takes longer than parsing the JSON.
    if (typeof row !== 'object' || row === null || !('id' in row)) return [];
    const id = v.safeParse(idSchema, row.id);
    if (!id.success) return [];
    return [typeof id.output === 'string' ? (row as SevdeskRecord) : { ...row, id: String(id.output) }];
  });
  return { records, unreadable: rows.length - records.length, rows: rows.length };
}
