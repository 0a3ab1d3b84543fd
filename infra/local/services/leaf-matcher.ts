import { AwsError } from './aws-error.ts';
import { type Json, type LeafTest, numericTest, type Scalar, textTest } from './leaf-test.ts';

/** One entry of a pattern's leaf array, over all scalars found in that place of the event. */
export interface LeafMatcher {
  readonly matches: (leaves: readonly Scalar[]) => boolean;
  readonly absence: boolean;
}

export function invalidPattern(reason: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}

/** The scalars in a place: arrays flattened, objects left out, since matchers see leaf nodes only. */
export function leafValues(value: unknown): Scalar[] {
  const values = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value];
  return values.filter((leaf): leaf is Scalar => leaf !== undefined && (leaf === null || typeof leaf !== 'object'));
}

export function compileLeafMatcher(raw: Json, path: string): LeafMatcher {
  if (Array.isArray(raw)) throw invalidPattern(`Nested arrays are not allowed at "${path}"`);
  if (raw === null || typeof raw !== 'object') return someLeaf((leaf) => leaf === raw);
  const [kind, operand] = onlyEntry(raw, path);
  if (kind === 'exists') return existence(operand, path);
  return someLeaf(compileTest(kind, operand, path));
}

function someLeaf(test: LeafTest): LeafMatcher {
  return { absence: false, matches: (leaves) => leaves.some(test) };
}

function onlyEntry(matcher: { [name: string]: Json }, path: string): [string, Json] {
  const [first, ...others] = Object.entries(matcher);
  if (!first) throw invalidPattern(`Empty objects are not allowed at "${path}"`);
  if (others.length > 0) throw invalidPattern(`Only one key allowed in match expression at "${path}"`);
  return first;
}

function existence(operand: Json, path: string): LeafMatcher {
  if (typeof operand !== 'boolean') throw invalidPattern(`exists must be either true or false at "${path}"`);
  return { absence: !operand, matches: (leaves) => leaves.length > 0 === operand };
}

function compileTest(kind: string, operand: Json, path: string): LeafTest {
  const refuse = (reason: string): never => {
    throw invalidPattern(`${reason} at "${path}"`);
  };
  if (kind === 'numeric') return numericTest(operand, refuse);
  if (kind === 'anything-but') return anythingBut(operand, path);
  if (kind === 'cidr') return refuse('cidr is not supported by the local account');
  return textTest(kind, operand, refuse) ?? refuse(`Unrecognized match type ${kind}`);
}

/** Any present leaf that the inner test refuses; an absent field matches nothing. */
function anythingBut(operand: Json, path: string): LeafTest {
  const excluded = Array.isArray(operand) ? operand : [operand];
  const kinds = new Set(excluded.map((value) => typeof value));
  if (kinds.size === 1 && (kinds.has('string') || kinds.has('number'))) return (leaf) => !excluded.includes(leaf);
  if (Array.isArray(operand) || operand === null || typeof operand !== 'object') {
    throw invalidPattern(`anything-but must be a string, a number, or a list of only one of them at "${path}"`);
  }
  const [kind, inner] = onlyEntry(operand, path);
  const tests = (Array.isArray(inner) ? inner : [inner]).map((value) => excludedText(kind, value, path));
  if (tests.length === 0) throw invalidPattern(`Empty arrays are not allowed at "${path}"`);
  return (leaf) => !tests.some((test) => test(leaf));
}

function excludedText(kind: string, operand: Json, path: string): LeafTest {
  const refuse = (reason: string): never => {
    throw invalidPattern(`${reason} inside anything-but at "${path}"`);
  };
  if (typeof operand !== 'string') return refuse(`${kind} must be a string`);
  return textTest(kind, operand, refuse) ?? refuse(`Unsupported match type ${kind}`);
}
