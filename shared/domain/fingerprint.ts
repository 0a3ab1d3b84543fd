import { createHash } from 'node:crypto';

/**
 * The canonical form of a value: the same text whenever sevdesk means the same. Keys are sorted, numbers and booleans
 * become strings as sevdesk writes them (`true` is `"1"`; never the other way, since ZIP code 01067 is no number), and
 * a field that is null counts as absent, since sevdesk leaves out what is empty in some answers and not in others.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(canonicalValue(value)) ?? 'null';
}

/** A short stable hash (16 bytes, base64url) of a value's canonical form. */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest().subarray(0, 16).toString('base64url');
}

function canonicalValue(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (Array.isArray(value)) return value.map(canonicalValue);
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value)
    .filter(([, field]) => field !== null && field !== undefined)
    .map(([key, field]): [string, unknown] => [key, canonicalValue(field)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  // A null prototype, so that a field called __proto__ stays a field.
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}
