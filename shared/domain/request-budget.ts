/** Requests that may be sent at once before the steady rate counts. */
const BURST = 5;

/** A tenant's share of sevdesk, spent by polls and commands together. Times in milliseconds. */
export interface RequestBudget {
  /** Below zero while requests are reserved that may not be sent yet. */
  readonly tokens: number;
  /** When `tokens` was true. */
  readonly at: number;
  /** sevdesk answered 429: nobody reserves a call before. What was reserved is sent within seconds. */
  readonly pausedUntil: number;
}

export type Purpose = 'poll' | 'command';

/**
 * What each purpose leaves in the bucket. Commands go first, polls leave them the last fifth; but a poll that is late goes
 * before commands, or a backlog of them would silence a tenant's events.
 */
const FLOORS: Readonly<Record<Purpose, { readonly usual: number; readonly pollIsLate: number }>> = {
  poll: { usual: BURST / 5, pollIsLate: 0 },
  command: { usual: 0, pollIsLate: 2 },
};

/** What a reservation came to: the budget to store, and how many calls are granted or how long to wait. */
export interface Reservation {
  readonly budget: RequestBudget;
  readonly granted: number;
  readonly waitMs: number;
}

export interface ReservationWish {
  readonly wanted: number;
  readonly purpose: Purpose;
  readonly ratePerMinute: number;
  readonly nowMs: number;
  /** The tenant's poll is overdue. */
  readonly pollIsLate?: boolean;
  /** Grant all or none: what the bucket lacks is sent as it refills (`readyInMs`), so that one write reserves a whole poll. */
  readonly inAdvance?: boolean;
}

export const FRESH_BUDGET: RequestBudget = { tokens: BURST, at: 0, pausedUntil: 0 };

/**
 * Takes up to `wanted` requests from a token bucket. The bucket refills with rate − burst per minute, so that no 60 s
 * ever see more than the rate.
 */
export function reserveRequests(budget: RequestBudget, wish: ReservationWish): Reservation {
  const { nowMs } = wish;
  if (nowMs < budget.pausedUntil) return { budget, granted: 0, waitMs: budget.pausedUntil - nowMs };
  const perMs = refillPerMs(wish.ratePerMinute);
  const tokens = Math.min(BURST, budget.tokens + Math.max(0, nowMs - budget.at) * perMs);
  const floor = FLOORS[wish.purpose][wish.pollIsLate ? 'pollIsLate' : 'usual'];
  const atOnce = Math.max(0, Math.min(wish.wanted, Math.floor(tokens - floor)));
  const granted = wish.inAdvance && atOnce > 0 ? wish.wanted : atOnce;
  const waitMs = granted > 0 ? 0 : Math.ceil((floor + 1 - tokens) / perMs);
  return { budget: { ...budget, tokens: tokens - granted, at: nowMs }, granted, waitMs };
}

/** How long the next of `reserved` requests has to wait until the bucket holds it. */
export function readyInMs(
  budget: RequestBudget,
  reserved: number,
  at: { ratePerMinute: number; nowMs: number },
): number {
  const missing = 1 - reserved - budget.tokens;
  return Math.max(0, Math.ceil(budget.at + missing / refillPerMs(at.ratePerMinute) - at.nowMs));
}

function refillPerMs(ratePerMinute: number): number {
  return Math.max(1, ratePerMinute - BURST) / 60_000;
}

/** After a 429: nobody calls for this tenant before `untilMs`, and the bucket starts empty. */
export function pauseRequests(budget: RequestBudget, untilMs: number): RequestBudget {
  return { tokens: 0, at: Math.max(budget.at, untilMs), pausedUntil: Math.max(budget.pausedUntil, untilMs) };
}
