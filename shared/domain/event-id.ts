import { createHash } from 'node:crypto';

/**
 * The id of an event: `evt_` and 32 characters of a hash over what makes it that event, so that a crash or a repeated
 * poll says the same id again.
 */
export function eventId(...parts: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest();
  return `evt_${hash.subarray(0, 24).toString('base64url')}`;
}
