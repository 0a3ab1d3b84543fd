import type { Account } from '../account.ts';

const WINDOW_MS = 60_000;

/** A sliding window of a minute for each account. Invented: sevdesk publishes no limit, and no 429 was ever recorded. */
export class RateLimit {
  readonly #accepted: Map<Account, number[]> = new Map();

  /** Whether one more request fits. Refused requests do not count. */
  accepts(account: Account): boolean {
    const { now, requestsPerMinute } = account;
    const recent = (this.#accepted.get(account) ?? []).filter((at) => at > now - WINDOW_MS);
    const fits = requestsPerMinute === null || recent.length < requestsPerMinute;
    this.#accepted.set(account, fits ? [...recent, now] : recent);
    return fits;
  }
}

/** The most of these instants that fall into one minute. */
export function maxInAnyMinute(instants: readonly number[]): number {
  const sorted = instants.toSorted((left, right) => left - right);
  let first = 0;
  return sorted.reduce((most, at, index) => {
    while ((sorted[first] ?? at) <= at - WINDOW_MS) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}
