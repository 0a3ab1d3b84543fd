/** SQS hides a message at most 12 h; a pause longer than this would outlast a short outage for nothing. */
const LONGEST_PAUSE_SECONDS = 900;

export interface BackoffFacts {
  /** How often in a row it was put off, the first is 1. */
  readonly times: number;
  readonly baseSeconds: number;
  /** What sevdesk asked for, if it did. */
  readonly retryAfterSeconds?: number | undefined;
  /** A random number in [0, 1). */
  readonly random: number;
}

/**
 * Seconds to wait: full jitter over base × 2^(times−1), at most 15 minutes, at least what sevdesk asked for, at least 1.
 */
export function backoffSeconds({ times, baseSeconds, retryAfterSeconds = 0, random }: BackoffFacts): number {
  const ceiling = Math.min(LONGEST_PAUSE_SECONDS, baseSeconds * 2 ** Math.min(times - 1, 20));
  return Math.max(1, Math.ceil(random * ceiling), Math.min(Math.ceil(retryAfterSeconds), LONGEST_PAUSE_SECONDS));
}
