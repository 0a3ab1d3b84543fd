import { type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';

/** The name of a record's status; `other` for a code that sevdesk does not document. */
export function statusName<W extends string>(record: SevdeskRecord, names: ReadonlyMap<string, W>): W | 'other' | null {
  const code = scalar(record, 'status');
  return code === undefined ? null : (names.get(code) ?? 'other');
}
