import { berlinMidnight } from '../../../domain/berlin-time.ts';
import { type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';

/** A reference as sevdesk nests it. */
export function reference(objectName: string, id: string | undefined): { id: string | undefined; objectName: string } {
  return { id, objectName };
}

/** `20.11.2026`, as sevdesk's factories document their dates. */
export function germanDate(date: string): string {
  return date.split('-').reverse().join('.');
}

/** Unix seconds of Berlin midnight; another time of day shifts the date (measured). */
export function berlinSeconds(date: string): number {
  return berlinMidnight(date);
}

/** A boolean of a record: on the wire it is `"0"` or `"1"` (measured). */
export function isSet(record: SevdeskRecord, field: string): boolean {
  return ['1', 'true'].includes(scalar(record, field) ?? '');
}

/** Berlin midnight with its offset, as sevdesk documents the dates of transactions: `2026-11-20T00:00:00+01:00`. */
export function berlinIso(date: string): string {
  const offsetHours = (Date.parse(`${date}T00:00:00Z`) / 1000 - berlinMidnight(date)) / 3600;
  return `${date}T00:00:00+${String(offsetHours).padStart(2, '0')}:00`;
}
