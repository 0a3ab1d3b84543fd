import * as z from 'zod/mini';
import { UnexpectedAnswer } from '../domain/sevdesk-error.ts';
import type { SevdeskRecord } from '../domain/sevdesk-record.ts';

const recordSchema = z.looseObject({ id: z.union([z.string().check(z.minLength(1), z.maxLength(64)), z.int()]) });

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
    const parsed = recordSchema.safeParse(row);
    return parsed.success ? [{ ...parsed.data, id: String(parsed.data.id) }] : [];
  });
  return { records, unreadable: rows.length - records.length, rows: rows.length };
}
