import { CommandFailed } from './cli-error.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };
/** Whether EventBridge lets an event through a pattern. */
export type MatchesPattern = (pattern: JsonObject, event: JsonObject) => Promise<boolean>;

type Path = readonly string[];

/** A field of the event, and the values of it that are wanted. Where it stands in several places, they are tried in this order. */
export interface Wish {
  readonly paths: readonly [Path, ...Path[]];
  readonly values: readonly string[];
}

export interface Narrowed {
  readonly pattern: JsonObject;
  /** The wanted values that the pattern let through before, which are all that it lets through now; none leave the pattern as it was. */
  readonly values: readonly string[];
}

/**
 * Narrows an event pattern to the wanted values of one field: what it let through before and nothing else, whatever matchers it has
 * there. It never lets more through.
 * @throws CommandFailed when the field is in an `$or`, where two conditions on it can't be joined
 */
export async function narrowPattern(
  pattern: JsonObject,
  { paths, values }: Wish,
  matches: MatchesPattern,
): Promise<Narrowed> {
  const path = paths.find((one) => !isInAlternatives(pattern, one));
  if (!path) throw new CommandFailed(intricate(paths[0]));
  const condition = readPath(pattern, path);
  const kept = condition === undefined ? values : await passing(condition, { path, values }, matches);
  return { pattern: kept.length > 0 ? writePath(pattern, path, kept) : pattern, values: kept };
}

async function passing(
  condition: Json,
  { path, values }: { readonly path: Path; readonly values: readonly string[] },
  matches: MatchesPattern,
): Promise<readonly string[]> {
  const only = writePath({}, path, condition);
  const passed = await Promise.all(
    values.map((value) => (isPlain(condition) ? condition.includes(value) : matches(only, writePath({}, path, value)))),
  );
  return values.filter((_, index) => passed[index]);
}

/** Texts mean themselves; what a matcher lets through, EventBridge itself is asked. */
function isPlain(condition: Json): condition is readonly string[] {
  return Array.isArray(condition) && condition.every((value) => typeof value === 'string');
}

function isInAlternatives(pattern: Json | undefined, path: Path): boolean {
  if (!isObject(pattern)) return false;
  const [name = '', ...rest] = path;
  const alternatives = pattern.$or;
  if (Array.isArray(alternatives) && alternatives.some((one: Json) => mentions(one, path))) return true;
  return rest.length > 0 && isInAlternatives(pattern[name], rest);
}

function mentions(pattern: Json, path: Path): boolean {
  return readPath(pattern, path) !== undefined || isInAlternatives(pattern, path);
}

function readPath(value: Json | undefined, [name, ...rest]: Path): Json | undefined {
  if (name === undefined) return value;
  return isObject(value) ? readPath(value[name], rest) : undefined;
}

function writePath(object: JsonObject, [name = '', ...rest]: Path, value: Json): JsonObject {
  const inner = object[name];
  return { ...object, [name]: rest.length === 0 ? value : writePath(isObject(inner) ? inner : {}, rest, value) };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function intricate(path: Path): string {
  return `The rule's pattern has "${path.join('.')}" in an "$or", and can't be narrowed there.`;
}
