import { type SentRequests, sentInMinute, sentSince } from './sent-requests.ts';

/** What sevdesk was found to allow, when it last answered 429. */
export interface LearnedRate {
  readonly perMinute: number;
  /** When that was. */
  readonly at: number;
}

/** This part of what sevdesk accepted in a minute is asked of it from then on. */
const SAFE_PART = 0.95;
/** One 429 takes no more than this part away: after a few requests it says little about how many a minute may see. */
const MOST_LOST_PART = 0.5;
/** Below, polls would not come to their end. */
const LEAST_PER_MINUTE = 10;
/** The rate rises again by one a minute once so much time has passed without a 429. */
const QUIET_MS = 600_000;
const RISE_MS = 60_000;

export interface RateFacts {
  /** The stage's rate: where it begins, and what it never exceeds. */
  readonly ratePerMinute: number;
  readonly nowMs: number;
}

/** Requests a minute that the tenant may send now. */
export function rateNow(learned: LearnedRate | undefined, { ratePerMinute, nowMs }: RateFacts): number {
  if (!learned) return ratePerMinute;
  const risen = Math.max(0, Math.floor((nowMs - learned.at - QUIET_MS) / RISE_MS));
  return Math.min(ratePerMinute, learned.perMinute + risen);
}

/**
 * The rate after a 429: 95 % of what sevdesk accepted in the minute before, with the bounds above. Nothing accepted since the
 * last 429 means that sevdesk still refuses, which says nothing new.
 */
export function learnRate(
  learned: LearnedRate | undefined,
  accepted: SentRequests,
  { ratePerMinute, nowMs }: RateFacts,
): LearnedRate {
  const rate = rateNow(learned, { ratePerMinute, nowMs });
  const sinceLast = sentSince(accepted, learned ? learned.at + 1000 : 0, nowMs);
  if (sinceLast === 0) return { perMinute: rate, at: nowMs };
  const found = Math.floor(sentInMinute(accepted, nowMs) * SAFE_PART);
  return { perMinute: Math.min(rate, Math.max(found, rate * MOST_LOST_PART, LEAST_PER_MINUTE)), at: nowMs };
}
