import { refuse, requireEntries, requireTexts } from './refuse.ts';
import type { AnyCondition } from './subscription-pattern.ts';

const ALLOWED =
  'a value, a list of values, { above, atLeast, below, atMost }, { prefix }, { not } or { exists: true or false }';
const LOWER = ['above', 'atLeast'];
const UPPER = ['below', 'atMost'];
/** The farthest that EventBridge compares (documentation, "Content filtering"). */
const FARTHEST_NUMBER = 5e9;

/** @throws RangeError for a condition on a field of the summary that EventBridge would refuse or never fulfil */
export function checkCondition(place: string, condition: AnyCondition): void {
  if (Array.isArray(condition)) {
    for (const value of requireEntries(place, condition)) checkValue(place, value);
  } else if (typeof condition !== 'object' || condition === null) checkValue(place, condition);
  else checkMatch(place, Object.entries(condition));
}

function checkMatch(place: string, entries: readonly [string, unknown][]): void {
  const [[kind, operand] = [], ...others] = entries;
  if (entries.every(([name]) => [...LOWER, ...UPPER].includes(name))) checkRange(place, entries);
  else if (others.length > 0) refuse(`${place}: ${ALLOWED}`);
  else if (kind === 'not') requireTexts(`${place}.not`, [operand].flat());
  else if (kind === 'prefix') requireTexts(`${place}.prefix`, [operand]);
  else if (kind !== 'exists' || typeof operand !== 'boolean') refuse(`${place}: ${ALLOWED}`);
}

function checkValue(place: string, value: unknown): void {
  if (typeof value === 'number') checkNumber(place, value);
  else if (typeof value !== 'string' && value !== null) refuse(`${place}: ${ALLOWED}`);
}

function checkRange(place: string, bounds: readonly [string, unknown][]): void {
  const numbers = bounds.map(([name, bound]) => [name, checkNumber(`${place}.${name}`, bound)] as const);
  const [lower, ...otherLower] = numbers.filter(([name]) => LOWER.includes(name));
  const [upper, ...otherUpper] = numbers.filter(([name]) => UPPER.includes(name));
  if (numbers.length === 0 || otherLower.length + otherUpper.length > 0) {
    refuse(`${place}: one of ${LOWER.join(' and ')}, one of ${UPPER.join(' and ')}, or both`);
  }
  if (lower && upper && lower[1] >= upper[1]) refuse(`${place}: ${lower[0]} must be less than ${upper[0]}`);
}

function checkNumber(place: string, value: unknown): number {
  if (typeof value === 'number' && Math.abs(value) <= FARTHEST_NUMBER) return value;
  return refuse(`${place}: a number from -5e9 to 5e9, as EventBridge compares no others`);
}
