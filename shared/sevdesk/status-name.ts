import { type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';

/** The name of a record's status; a code that sevdesk does not document stays what it is. */
export function statusName(record: SevdeskRecord, names: ReadonlyMap<string, string>): string | null {
  const code = scalar(record, 'status');
  return code === undefined ? null : (names.get(code) ?? code);
}
