import { createHash } from 'node:crypto';

/**
 * The canonical form of a value: the same text whenever sevdesk means the same. Keys are sorted, numbers and booleans
 * become strings as sevdesk writes them (`true` is `"1"`; never the other way, since ZIP code 01067 is no number), and
 * a field that is null counts as absent, since sevdesk leaves out what is empty in some answers and not in others.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(canonicalValue(value));
}

const NOTHING: readonly string[] = [];

/** A short stable hash (16 bytes, base64url) of a value's canonical form; some of its top-level fields may be left out. */
export function fingerprint(value: unknown, leftOut: readonly string[] = NOTHING): string {
  const form = isObject(value) ? canonicalObject(value, leftOut) : canonicalValue(value);
  return createHash('sha256').update(JSON.stringify(form)).digest().subarray(0, 16).toString('base64url');
}

type Fields = Readonly<Record<string, unknown>>;

function canonicalValue(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (Array.isArray(value)) return value.map(canonicalValue);
  return isObject(value) ? canonicalObject(value, NOTHING) : String(value);
}

function canonicalObject(value: Fields, leftOut: readonly string[]): Fields {
  const keys = Object.keys(value);
  // On a null prototype, a field called __proto__ stays a field; other objects are faster.
  const form: Record<string, unknown> = keys.includes('__proto__') ? Object.create(null) : {};
  for (const key of inOrder(keys)) {
    const field = value[key];
    if (field === null || field === undefined || leftOut.includes(key)) continue;
    form[key] = typeof field === 'string' ? field : canonicalValue(field);
  }
  return form;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface KeyOrder {
  readonly keys: readonly string[];
  readonly sorted: readonly string[];
}

/** The last order for each number of keys: the records of a list have the same ones, and sorting them takes longest. */
const lastOrders = new Map<number, KeyOrder>();

function inOrder(keys: readonly string[]): readonly string[] {
  const last = lastOrders.get(keys.length);
  if (last?.keys.every((key, index) => key === keys[index])) return last.sorted;
  const sorted = keys.toSorted();
  lastOrders.set(keys.length, { keys, sorted });
  return sorted;
}
