import { referenceId, type SevdeskRecord } from '../domain/sevdesk-record.ts';

/** The sevdesk account that a record belongs to; every record carries it. */
export function sevClientId(records: readonly SevdeskRecord[]): string | undefined {
  for (const record of records) {
    const id = referenceId(record, 'sevClient');
    if (id !== undefined) return id;
  }
  return undefined;
}
