import { type LearnedRate, learnRate, type RateFacts, rateNow } from './learned-rate.ts';
import {
  NOTHING_SENT,
  noteRequests,
  roomAt,
  type SentRequests,
  sentInMinute,
  withoutRefused,
} from './sent-requests.ts';

/** Requests that may be sent at once before the steady rate counts: 5 from 100 a minute on, fewer at lower rates. */
const BURST = { most: 5, least: 2, partOfRate: 1 / 20 };
/**
 * In a quiet minute a poll goes ahead of the bucket by up to this part of the rate. For a day after a 429 it does not, since sevdesk may
 * not like many requests at once; nor shortly after a command overtook a poll, whose requests left later than they were counted.
 */
const AHEAD = { partOfRate: 1 / 3, quietMs: 86_400_000, afterOvertakenMs: 120_000 };

/** Requests that go ahead of the bucket leave up to so much later than they are counted: a token is read before, a function is slow. */
const LATE_MS = 1000;

/** A token that is there but for the rounding of fractions is there: who waited for it would wait for nothing. */
const ROUNDING = 1e-6;

/** A tenant's share of sevdesk, spent by polls and commands together. Times in milliseconds. */
export interface RequestBudget {
  /** Below zero while a poll holds requests that may not be sent yet, or has sent some ahead of the bucket. */
  readonly tokens: number;
  /** When `tokens` was true. */
  readonly at: number;
  /** sevdesk answered 429: nobody reserves a call before. What was at hand is sent within seconds. */
  readonly pausedUntil: number;
  readonly sent?: SentRequests;
  readonly learned?: LearnedRate;
  /** When a command last went before requests that a poll holds. */
  readonly overtakenAt?: number;
}

export type Purpose = 'poll' | 'command';

/**
 * What each purpose leaves in the bucket, as a part of the burst. Commands go first, polls leave them the last fifth; but a
 * poll that is late goes before commands, or a backlog of them would silence a tenant's events.
 */
const FLOORS: Readonly<Record<Purpose, { readonly usual: number; readonly pollIsLate: number }>> = {
  poll: { usual: 1 / 5, pollIsLate: 0 },
  command: { usual: 0, pollIsLate: 2 / 5 },
};

/** What a reservation came to: the budget to store, and how many calls are granted. */
export interface Reservation {
  readonly budget: RequestBudget;
  readonly granted: number;
  /** Until the first of them may be sent; when none is granted, until it is worth asking again. */
  readonly waitMs: number;
  /** All of them may be sent now, ahead of the bucket; who comes next waits until it has refilled. */
  readonly allNow?: boolean;
}

export interface ReservationWish extends RateFacts {
  readonly wanted: number;
  readonly purpose: Purpose;
  /** The tenant's poll is overdue. */
  readonly pollIsLate?: boolean;
  /**
   * Grant all or none, so that one write reserves a whole poll. What the bucket lacks is sent as it refills (`readyAtMs`), or all at
   * once by a poll in a quiet minute: a function that sleeps is paid like one that works.
   */
  readonly inAdvance?: boolean;
}

export const FRESH_BUDGET: RequestBudget = { tokens: BURST.most, at: 0, pausedUntil: 0 };

/**
 * Takes up to `wanted` requests from a token bucket. The bucket refills with rate − burst per minute, so that no 60 s see more than the
 * rate, as long as what may be sent at once leaves within a second.
 */
export function reserveRequests(budget: RequestBudget, wish: ReservationWish): Reservation {
  const { nowMs, purpose, wanted } = wish;
  if (nowMs < budget.pausedUntil) return { budget, granted: 0, waitMs: budget.pausedUntil - nowMs };
  const { burst, perMs } = bucketAt(rateNow(budget.learned, wish));
  const tokens = Math.min(burst, budget.tokens + Math.max(0, nowMs - budget.at) * perMs);
  if (purpose === 'command' && tokens < 0) return overtakePoll({ ...budget, tokens, at: nowMs }, perMs);
  const floor = burst * FLOORS[purpose][wish.pollIsLate ? 'pollIsLate' : 'usual'];
  const atOnce = Math.max(0, Math.min(wanted, Math.floor(tokens - floor + ROUNDING)));
  // What the bucket refills until they are sent is forfeited, once for all that go ahead together.
  const late = atOnce < wanted && tokens >= 0 ? perMs * LATE_MS : 0;
  const allNow = atOnce >= wanted || mayGoAhead({ ...budget, tokens: tokens - late }, wish);
  if (atOnce === 0 && !allNow) {
    return { budget: { ...budget, tokens, at: nowMs }, granted: 0, waitMs: Math.ceil((floor + 1 - tokens) / perMs) };
  }
  const granted = wish.inAdvance ? wanted : atOnce;
  const waits = (index: number) => (allNow ? 0 : Math.max(0, (index + 1 - tokens) / perMs));
  const times = Array.from({ length: granted }, (_, index) => nowMs + waits(index));
  const next = taken({ ...budget, tokens: allNow ? tokens - late : tokens, at: nowMs }, times);
  return { budget: next, granted, waitMs: 0, ...(allNow && { allNow }) };
}

/**
 * What is sent ahead of the bucket is in the minute all the same, and until the bucket has refilled, as many commands may go before
 * their turn, and one at either end: there must be room for all of them. Requests that commands have overtaken left later than it is noted.
 */
function mayGoAhead(budget: RequestBudget, wish: ReservationWish): boolean {
  const { tokens, sent = NOTHING_SENT, learned, overtakenAt = -Infinity } = budget;
  const { purpose, inAdvance, wanted, nowMs } = wish;
  const wasRefused = learned !== undefined && nowMs - learned.at < AHEAD.quietMs;
  const wasOvertaken = nowMs - overtakenAt < AHEAD.afterOvertakenMs;
  if (purpose !== 'poll' || !inAdvance || wasRefused || wasOvertaken) return false;
  const rate = rateNow(learned, wish);
  const owed = Math.max(0, wanted - tokens);
  return owed <= rate * AHEAD.partOfRate && sentInMinute(sent, nowMs) + wanted + owed + 2 <= rate;
}

/**
 * Requests that a poll holds in advance keep no command waiting for all of them: it takes the next turn of the bucket, or
 * the one after if it had the last. Whoever holds them sees it by a look at the budget, and sends later.
 */
function overtakePoll(budget: RequestBudget, perMs: number): Reservation {
  const { tokens, at, overtakenAt = 0 } = budget;
  const turnMs = 1 / perMs;
  const nextTurn = at + (Math.floor(tokens) + 1 - tokens) * turnMs;
  const isPolls = nextTurn < overtakenAt + 1.5 * turnMs;
  const readyAt = isPolls ? nextTurn + turnMs : nextTurn;
  return { budget: { ...taken(budget, [readyAt]), overtakenAt: readyAt }, granted: 1, waitMs: Math.ceil(readyAt - at) };
}

function taken(budget: RequestBudget, times: readonly number[]): RequestBudget {
  const sent = noteRequests(budget.sent ?? NOTHING_SENT, times, budget.at);
  return { ...budget, tokens: budget.tokens - times.length, sent };
}

/** When the bucket holds the next of the `held` requests that were reserved; in the past if they were at hand. */
export function readyAtMs(budget: RequestBudget, held: number, facts: RateFacts): number {
  const missing = 1 - held - budget.tokens;
  return Math.ceil(budget.at + missing / bucketAt(rateNow(budget.learned, facts)).perMs);
}

function bucketAt(ratePerMinute: number): { burst: number; perMs: number } {
  const burst = Math.min(BURST.most, Math.max(BURST.least, ratePerMinute * BURST.partOfRate));
  return { burst, perMs: Math.max(1, ratePerMinute - burst) / 60_000 };
}

export interface PauseFacts extends RateFacts {
  readonly untilMs: number;
  /** How many requests were answered with 429; one, where calls are made one after another. */
  readonly refused?: number;
}

/**
 * After a 429: nobody calls for this tenant before `untilMs`, nor before the minute has room at the rate that was learned
 * from it. The bucket starts empty, and what was reserved for later is void.
 */
export function pauseRequests(budget: RequestBudget, facts: PauseFacts): RequestBudget {
  const { nowMs, untilMs, refused = 1 } = facts;
  const sent = withoutRefused(budget.sent ?? NOTHING_SENT, refused, nowMs);
  const learned = learnRate(budget.learned, sent, facts);
  const hasRoomAt = roomAt(sent, bucketAt(learned.perMinute).perMs * 60_000, nowMs);
  const pausedUntil = Math.max(budget.pausedUntil, untilMs, hasRoomAt);
  return { tokens: 0, at: pausedUntil, pausedUntil, sent, learned };
}
