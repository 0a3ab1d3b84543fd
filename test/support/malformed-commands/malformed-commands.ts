import fc from 'fast-check';
import { type CommandType, commandData } from '../../../shared/contract/command.ts';
import { exampleCommand } from '../../docs/render-commands.ts';
import { byHand } from './by-hand.ts';

/** A message that is no command, whatever is wrong with it. */
export interface MalformedCommand {
  readonly name: string;
  readonly body: string;
  readonly group: string;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Path = readonly (string | number)[];

const SEED = 20_261_121;
const types = Object.keys(commandData) as CommandType[];
const WRONG: readonly Json[] = [null, 12.5, [], {}, [[]], { id: { id: '1' } }, 1e308];
const BAD_KEYS = ['__proto__', 'constructor', 'toString', 'tenantid', 'Data', ''];

/**
 * Each a valid command with one thing broken in it, so that nothing but that can be what it is refused for: `count` of them,
 * always the same. Their commandIds are `malformed-<n>`.
 */
export function malformedCommands(count: number): readonly MalformedCommand[] {
  const made = byHand.slice(0, count).map((one, index) => one(`malformed-${index}`));
  const broken = fc.sample(brokenCommand, { numRuns: count - made.length, seed: SEED });
  return [...made, ...broken.map((one, index) => named(one, `malformed-${made.length + index}`))];
}

function named(
  { name, command }: { name: string; command: Record<string, Json> },
  commandId: string,
): MalformedCommand {
  return { name: `${commandId}: ${name}`, body: bodyOf({ ...command, commandId }), group: 'acme' };
}

/** `__proto__` as an own key, as JSON.parse makes it. */
function bodyOf(command: Json): string {
  return JSON.stringify(command).replaceAll('"own:__proto__"', '"__proto__"');
}

const brokenCommand = fc.constantFrom(...types).chain((type) => {
  const command = exampleCommand(type) as unknown as Record<string, Json>;
  const leaves = pathsOf(command.data ?? null, ['data']).filter(({ leaf }) => leaf);
  const objects = pathsOf(command.data ?? null, ['data']).filter(({ leaf }) => !leaf);
  const wrongType = fc
    .tuple(fc.constantFrom(...leaves), fc.constantFrom(...WRONG))
    .map(([{ path }, value]) => ({ name: `${type} ${path.join('.')} = ${JSON.stringify(value)}`, path, value }));
  const unreadable = fc
    .tuple(fc.constantFrom(...leaves), fc.constantFrom('\ud800', 'a\u0000b', 'x'.repeat(20_001), ''))
    .map(([{ path }, value]) => ({ name: `${type} ${path.join('.')} with an unreadable text`, path, value }));
  const unknownKey = fc.tuple(fc.constantFrom(...objects), fc.constantFrom(...BAD_KEYS)).map(([{ path }, key]) => ({
    name: `${type} ${path.join('.')} with the key "${key}"`,
    path: [...path, key === '__proto__' ? 'own:__proto__' : key],
    value: { polluted: true },
  }));
  return fc
    .oneof(wrongType, unreadable, unknownKey)
    .map(({ name, path, value }) => ({ name, command: withValue(command, path, value) as Record<string, Json> }));
});

/** Every place in a value: its leaves, and its objects (not lists, which take no keys). */
function pathsOf(value: Json, path: Path): readonly { readonly path: Path; readonly leaf: boolean }[] {
  if (typeof value !== 'object' || value === null) return [{ path, leaf: true }];
  const inside = Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]));
  return Array.isArray(value) ? inside : [{ path, leaf: false }, ...inside];
}

function withValue(into: Json | undefined, [key, ...rest]: Path, value: Json): Json {
  if (key === undefined) return value;
  if (Array.isArray(into))
    return into.map((one, index) => (String(index) === String(key) ? withValue(one, rest, value) : one));
  const fields = into as Readonly<Record<string, Json>>;
  return { ...fields, [key]: withValue(fields[key], rest, value) };
}
