import { compileLeafMatcher, invalidPattern, type LeafMatcher, leafValues } from './leaf-matcher.ts';
import type { Json } from './leaf-test.ts';

/** True when the event matches the pattern it was compiled from. */
export type EventPattern = (event: unknown) => boolean;

interface Requirement {
  readonly matches: (value: unknown) => boolean;
  /** Asks only for fields to be absent; over an array that must hold for each element, everything else for one. */
  readonly absenceOnly: boolean;
}

/**
 * Compiles an EventBridge event pattern (JSON text).
 * Matches as AWS: arrays are flattened, fields of one object inside an array match together in the same element.
 * @throws AwsError InvalidEventPatternException naming the field; also for `cidr`, which is not supported here
 */
export function compileEventPattern(text: string): EventPattern {
  const pattern = parsePattern(text);
  if (!isObject(pattern)) throw invalidPattern('Pattern is not an object');
  return compileObject(pattern, '').matches;
}

function parsePattern(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw invalidPattern('Pattern is not valid JSON');
  }
}

function compileObject(pattern: Record<string, Json>, path: string): Requirement {
  const fields = Object.entries(pattern);
  if (fields.length === 0) throw invalidPattern(`Empty objects are not allowed${at(path)}`);
  const requirements = fields.map(([name, node]) =>
    name === '$or' ? compileAlternatives(node, path) : compileField(name, node, path),
  );
  const matchesOne = (value: unknown): boolean => requirements.every(({ matches }) => matches(value));
  const absenceOnly = requirements.every((requirement) => requirement.absenceOnly);
  return {
    absenceOnly,
    matches: (value) => {
      if (!Array.isArray(value)) return matchesOne(value);
      const elements = value.flat(Number.POSITIVE_INFINITY);
      return absenceOnly ? elements.every(matchesOne) : elements.some(matchesOne);
    },
  };
}

function compileField(name: string, node: Json, parentPath: string): Requirement {
  const path = parentPath === '' ? name : `${parentPath}.${name}`;
  const inner = compileNode(node, path);
  return { absenceOnly: inner.absenceOnly, matches: (value) => inner.matches(fieldOf(value, name)) };
}

function compileNode(node: Json, path: string): Requirement {
  if (Array.isArray(node)) return compileLeaf(node, path);
  if (isObject(node)) return compileObject(node, path);
  throw invalidPattern(`"${path}" must be an object or an array`);
}

function compileLeaf(alternatives: readonly Json[], path: string): Requirement {
  if (alternatives.length === 0) throw invalidPattern(`Empty arrays are not allowed${at(path)}`);
  const matchers: LeafMatcher[] = alternatives.map((alternative) => compileLeafMatcher(alternative, path));
  return {
    absenceOnly: matchers.every((matcher) => matcher.absence),
    matches: (value) => {
      const leaves = leafValues(value);
      return matchers.some((matcher) => matcher.matches(leaves));
    },
  };
}

function compileAlternatives(node: Json, path: string): Requirement {
  if (!Array.isArray(node) || node.length < 2 || !node.every(isObject)) {
    throw invalidPattern(`"$or" must be an array of at least two objects${at(path)}`);
  }
  const alternatives = node.map((alternative) => compileObject(alternative, path));
  return {
    absenceOnly: alternatives.every((alternative) => alternative.absenceOnly),
    matches: (value) => alternatives.some(({ matches }) => matches(value)),
  };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function isObject(node: Json): node is Record<string, Json> {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function at(path: string): string {
  return path === '' ? '' : ` at "${path}"`;
}
