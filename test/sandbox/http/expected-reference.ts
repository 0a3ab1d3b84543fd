import { type ApiError, refuse } from './api-error.ts';

/** sevdesk's refusal of a nested object that it can't read (practice: the wording as clients report it). */
export function expectedReference(name: string, given: unknown): ApiError {
  return refuse(400, `${name} expected array with 'id' and 'objectName'. ${wordFor(given)} given`);
}

/** What PHP calls a JSON value. */
function wordFor(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'object') return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'double';
  return typeof value;
}
