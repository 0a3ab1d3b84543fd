import type { ResourceName } from '../../shared/contract/event.ts';
import type { SevdeskRecord } from '../../shared/domain/sevdesk-record.ts';
import { readAnswer } from '../../shared/sevdesk/answer.ts';
import { readRecords } from '../../shared/sevdesk/record-list.ts';
import { resources } from '../../shared/sevdesk/resources.ts';
import { probeRow } from './probe-row.ts';
import type { Sample } from './samples.ts';

/** What became of a recorded answer. */
export interface SampleReport {
  readonly file: string;
  /** The class of the error it was read as, or `success`. */
  readonly readAs: string;
  /** Models of the records in it, `objectName` as sevdesk writes it. */
  readonly models: readonly string[];
  readonly records: readonly SevdeskRecord[];
  readonly problems: readonly string[];
}

/** Reads an answer as production does: an error must end in its class, anything else must be readable to the last record. */
export function checkSample(sample: Sample): SampleReport {
  const expected = expectedReading(sample);
  let objects: unknown;
  let readAs = 'success';
  try {
    const raw = { status: sample.status, retryAfter: null, body: sample.body };
    objects = readAnswer(raw, { writes: false }).objects;
  } catch (error) {
    readAs = error instanceof Error ? error.name : String(error);
  }
  const rows = readAs === 'success' ? recordRows(objects) : [];
  const { records, unreadable } = readRecords(rows);
  const problems = [
    ...(readAs === expected ? [] : [`read as ${readAs}, and ${expected} was due`]),
    ...(unreadable === 0 ? [] : [`${unreadable} records without a usable id`]),
    ...records.flatMap(useProblems),
  ];
  return { file: sample.file, readAs, models: modelsOf(records), records, problems };
}

/** Which class an answer belongs to, said without the code that is checked. */
function expectedReading({ status, saysError }: Sample): string {
  if (status === 429) return 'SevdeskThrottled';
  if (status === 401) return 'TokenRejected';
  if (status >= 500 || status === 408) return 'SevdeskUnavailable';
  return status >= 400 || saysError ? 'RequestRejected' : 'success';
}

/**
 * The rows that are records: of lists, of single answers, and of factories, which name each part. Sums, PDFs, guidance and
 * the `[null]` of a deletion carry neither model nor id, and are no records.
 */
function recordRows(objects: unknown): readonly object[] {
  if (Array.isArray(objects)) return objects.filter(isRecord);
  if (isRecord(objects)) return [objects];
  return isObject(objects) ? Object.values(objects).flatMap((part) => [part].flat().filter(isRecord)) : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isRecord(value: unknown): value is object {
  return isObject(value) && ('objectName' in value || 'id' in value);
}

function modelsOf(records: readonly SevdeskRecord[]): string[] {
  return [...new Set(records.map(({ objectName }) => String(objectName ?? '?')))];
}

/** A record of a resource that is polled must survive everything a row does with it. */
function useProblems(record: SevdeskRecord): string[] {
  const { objectName } = record;
  if (typeof objectName !== 'string' || !Object.hasOwn(resources, objectName)) return [];
  try {
    probeRow(resources[objectName as ResourceName], record);
    return [];
  } catch (error) {
    return [`${objectName} ${record.id}: ${String(error)}`];
  }
}
