import { createHash } from 'node:crypto';

/**
 * The canonical form of a value: the same text whenever sevdesk means the same. Keys are sorted, numbers and booleans
 * become strings as sevdesk writes them (`true` is `"1"`; never the other way, since ZIP code 01067 is no number), and
 * a field that is null counts as absent, since sevdesk leaves out what is empty in some answers and not in others.
 */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return value ? '"1"' : '"0"';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  return isObject(value) ? canonicalObject(value, NOTHING) : quoted(String(value));
}

const NOTHING: readonly string[] = [];

/** A short stable hash (16 bytes, base64url) of a value's canonical form; some of its top-level fields may be left out. */
export function fingerprint(value: unknown, leftOut: readonly string[] = NOTHING): string {
  const form = isObject(value) ? canonicalObject(value, leftOut) : canonical(value);
  return createHash('sha256').update(form).digest().subarray(0, 16).toString('base64url');
}

type Fields = Readonly<Record<string, unknown>>;

function canonicalObject(value: Fields, leftOut: readonly string[]): string {
  let text = '';
  for (const [key, head] of inOrder(Object.keys(value))) {
    const field = value[key];
    if (field === null || field === undefined || leftOut.includes(key)) continue;
    text += text === '' ? head : `,${head}`;
    text += canonical(field);
  }
  return `{${text}}`;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Texts without anything that JSON escapes. */
const PLAIN = /^[ !#-[\]-\ud7ff]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

interface KeyOrder {
  readonly keys: readonly string[];
  /** Keys as they are and as they are written. */
  readonly sorted: readonly (readonly [key: string, head: string])[];
}

/** The last order for each number of keys: the records of a list have the same ones, and sorting them takes longest. */
const lastOrders = new Map<number, KeyOrder>();

function inOrder(keys: readonly string[]): KeyOrder['sorted'] {
  const last = lastOrders.get(keys.length);
  if (last?.keys.every((key, index) => key === keys[index])) return last.sorted;
  // An object puts keys that are whole numbers first, as JSON.stringify would.
  const order = Object.keys(Object.fromEntries(keys.toSorted().map((key) => [key, ''])));
  const sorted = order.map((key) => [key, `${quoted(key)}:`] as const);
  lastOrders.set(keys.length, { keys, sorted });
  return sorted;
}
