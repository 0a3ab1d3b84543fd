import * as v from 'valibot';
import { whatIsAllowed } from './what-is-allowed.ts';

const MOST_UNKNOWN_CHARACTERS = 100;

/** An object of a command: a field that it does not name is a mistake, and is told with those that there are. */
export function closedObject<T extends v.ObjectEntries>(entries: T, unknownTold?: string) {
  const told = (issue: v.StrictObjectIssue) =>
    isUnknownField(issue) ? (unknownTold ?? unknownFields(issue, entries)) : whatIsAllowed(issue);
  return reading(v.strictObject(entries, told), (given) => completed(given, entries));
}

/** An object of an event: later versions add fields, which are not looked at. */
export function openObject<T extends v.ObjectEntries>(entries: T) {
  // valibot's own one would weigh as much again in what consumers bundle.
  const schema = reading(v.strictObject(entries, whatIsAllowed), (given) => picked(completed(given, entries), entries));
  return { ...schema, type: 'object' } as unknown as v.ObjectSchema<T, undefined>;
}

/** An object of which nothing is known. */
export const anyObject = openObject({}) as unknown as v.GenericSchema<Record<string, unknown>>;

/** valibot takes a list for an object, which shows where no field is required. */
export function noList<T extends v.GenericSchema>(schema: T): T {
  return reading(schema, (given) => given);
}

/** A field that the schema does not know: the last step of the issue's path, which no value is at fault of. */
export function isUnknownField({ type, expected }: v.BaseIssue<unknown>): boolean {
  return type === 'strict_object' && expected === 'never';
}

function unknownFields({ path }: v.BaseIssue<unknown>, entries: v.ObjectEntries): string {
  const given = path?.at(-1)?.input as object;
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(entries, name));
  return `unknown ${unknown.join(', ').slice(0, MOST_UNKNOWN_CHARACTERS)}; allowed: ${Object.keys(entries).join(', ')}`;
}

/** The schema, reading what `prepare` makes of an object, and no list. */
function reading<T extends v.GenericSchema>(schema: T, prepare: (given: object) => object): T {
  return {
    ...schema,
    '~run': ({ value }: v.UnknownDataset, config: v.Config<v.BaseIssue<unknown>>) =>
      schema['~run']({ value: isObject(value) ? prepare(value) : Array.isArray(value) ? null : value }, config),
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const TOLD_BY_VALIBOT = new Set<unknown>(['optional', 'unknown']);

/** With `undefined` for what is missing: of that valibot tells only that it is, but the field's own schema what it holds. */
function completed(given: object, entries: v.ObjectEntries): object {
  const missing = Object.keys(entries).filter((name) => !(name in given) && !TOLD_BY_VALIBOT.has(entries[name]?.type));
  return missing.length > 0 ? { ...Object.fromEntries(missing.map((name) => [name, undefined])), ...given } : given;
}

function picked(given: object, entries: v.ObjectEntries): object {
  return Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(entries, name)));
}
