import type { Resource } from '../../shared/domain/resource.ts';
import type { SevdeskRecord } from '../../shared/domain/sevdesk-record.ts';

const STATUSES = ['50', '100', '150', '200', '300', '350', '400', '500', '750', '1000', undefined];

/** Does everything with a record that a row can do. */
export function probeRow(row: Resource, record: SevdeskRecord): void {
  row.summarize(record);
  row.marker?.(record);
  row.cancels?.(record);
  row.dueDate?.(record);
  for (const { applies } of row.meanings) {
    applies(undefined, record);
    applies(record, record);
  }
}

/** The fields that a row reads: of these records, and of invented ones that lead it down its other ways. */
export function fieldsRead(row: Resource, records: readonly SevdeskRecord[]): readonly string[] {
  const fields = new Set([...row.volatile, ...row.meanings.flatMap((meaning) => meaning.fields)]);
  const reference = { id: '1', objectName: row.name };
  const invented = STATUSES.flatMap((status) =>
    [undefined, '-1', reference].map((value) => (field: string) => (field === 'status' ? status : value)),
  );
  const ways = [...records.map((record) => (field: string) => record[field]), ...invented];
  for (const read of ways) probeRow(row, watched(fields, read));
  return [...fields].sort();
}

/** A record that writes down what is read of it. */
function watched(fields: Set<string>, read: (field: string) => unknown): SevdeskRecord {
  return new Proxy<SevdeskRecord>(
    { id: '1' },
    {
      get(_record, field) {
        if (typeof field !== 'string') return undefined;
        fields.add(field);
        return read(field);
      },
    },
  );
}
