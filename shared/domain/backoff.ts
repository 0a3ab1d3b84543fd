/** What sevdesk asks for is obeyed up to here. */
const LONGEST_RETRY_AFTER_SECONDS = 900;

export interface BackoffFacts {
  /** How often in a row it was put off, the first is 1. */
  readonly times: number;
  readonly baseSeconds: number;
  /** The largest pause of our own: a longer one would outlast a short outage for nothing. */
  readonly capSeconds: number;
  /** What sevdesk asked for, if it did. */
  readonly retryAfterSeconds?: number | undefined;
  /** A random number in [0, 1). */
  readonly random: number;
}

/**
 * Seconds to wait: full jitter over base × 2^(times−1), at most the cap; at least what sevdesk asked for, up to 15 minutes;
 * at least 1.
 */
export function backoffSeconds(facts: BackoffFacts): number {
  const { times, baseSeconds, capSeconds, retryAfterSeconds = 0, random } = facts;
  const ceiling = Math.min(capSeconds, baseSeconds * 2 ** Math.min(times - 1, 20));
  return Math.max(1, Math.ceil(random * ceiling), Math.min(Math.ceil(retryAfterSeconds), LONGEST_RETRY_AFTER_SECONDS));
}
