/** A record as it is stored and sent: scalars are strings, references are `{ id, objectName }`. */
export interface WireRecord {
  readonly id: string;
  readonly objectName: string;
  [field: string]: unknown;
}

/** What somebody wants to write into a record: JSON as it came. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Reference {
  readonly id: string;
  readonly objectName: string;
}

/** All scalars come back as strings, `paidAmount` is the exception (measured). */
const NUMBER_FIELDS: readonly string[] = ['paidAmount'];

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The reference in a field, however its id was written; undefined where there is none. */
export function reference(value: unknown): Reference | undefined {
  if (!isFields(value) || value.id === undefined || value.id === null || value.objectName === undefined)
    return undefined;
  return { id: String(value.id), objectName: String(value.objectName) };
}

function scalarText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? '1' : '0';
  return String(value);
}

/** How sevdesk reads a value back; a reference set to null is omitted (measured). */
function wireValue(name: string, value: unknown, before: unknown): unknown {
  if (NUMBER_FIELDS.includes(name)) return Number(value);
  if (Array.isArray(value)) return value;
  if (isFields(value)) return reference(value) ?? value;
  return value === null && isFields(before) ? undefined : scalarText(value);
}

/** Writes fields into a record. */
export function writeFields(record: Record<string, unknown>, fields: Fields): void {
  for (const [name, value] of Object.entries(fields)) record[name] = wireValue(name, value, record[name]);
}

/**
 * Defaults, in wire form already, overwritten by fields. Spread, since objects that grow key by key are slow and large: it
 * counts when 100,000 are seeded.
 */
export function wireFields(defaults: Fields, fields: Fields): Fields {
  const written = Object.entries(fields).map(([name, value]) => [name, wireValue(name, value, defaults[name])]);
  return { ...defaults, ...Object.fromEntries(written) };
}

/** Only the fields of `names` that are really there. */
export function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
}
