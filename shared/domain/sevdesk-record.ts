/**
 * A record as sevdesk answers it: scalars are strings (with exceptions, so nothing is assumed), references are
 * `{ id, objectName }`. The id is always a string here, since ids exceed 32 bits.
 */
export interface SevdeskRecord {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** A scalar field as text; `undefined` when it is absent, null or not a scalar. */
export function scalar(record: SevdeskRecord, field: string): string | undefined {
  const value = record[field];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** A numeric field as a number; `undefined` when it is absent or no number. */
export function amount(record: SevdeskRecord, field: string): number | undefined {
  const value = scalar(record, field);
  return value === undefined || value.trim() === '' || Number.isNaN(Number(value)) ? undefined : Number(value);
}

/** The id inside a nested reference `{ id, objectName }`. */
export function referenceId(record: SevdeskRecord, field: string): string | undefined {
  const value = record[field];
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
  return typeof value.id === 'string' || typeof value.id === 'number' ? String(value.id) : undefined;
}

/** When sevdesk last changed the record, in milliseconds; one second of resolution. */
export function updatedAtMs(record: SevdeskRecord): number | undefined {
  const parsed = Date.parse(scalar(record, 'update') ?? '');
  return Number.isNaN(parsed) ? undefined : parsed;
}
