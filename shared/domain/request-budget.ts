/** Requests that may be sent at once before the steady rate counts. */
const BURST = 5;

/** A tenant's share of sevdesk, spent by polls and commands together. Times in milliseconds. */
export interface RequestBudget {
  readonly tokens: number;
  /** When `tokens` was true. */
  readonly at: number;
  /** sevdesk answered 429: nobody calls before. */
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
}

export const FRESH_BUDGET: RequestBudget = { tokens: BURST, at: 0, pausedUntil: 0 };

/**
 * Takes up to `wanted` requests from a token bucket. The bucket refills with rate − burst per minute, so that no 60 s
 * ever see more than the rate.
 */
export function reserveRequests(budget: RequestBudget, wish: ReservationWish): Reservation {
  const { nowMs } = wish;
  if (nowMs < budget.pausedUntil) return { budget, granted: 0, waitMs: budget.pausedUntil - nowMs };
  const perMs = Math.max(1, wish.ratePerMinute - BURST) / 60_000;
  const tokens = Math.min(BURST, budget.tokens + Math.max(0, nowMs - budget.at) * perMs);
  const floor = FLOORS[wish.purpose][wish.pollIsLate ? 'pollIsLate' : 'usual'];
  const granted = Math.max(0, Math.min(wish.wanted, Math.floor(tokens - floor)));
  const waitMs = granted > 0 ? 0 : Math.ceil((floor + 1 - tokens) / perMs);
  return { budget: { ...budget, tokens: tokens - granted, at: nowMs }, granted, waitMs };
}

/** After a 429: nobody calls for this tenant before `untilMs`, and the bucket starts empty. */
export function pauseRequests(budget: RequestBudget, untilMs: number): RequestBudget {
  return { tokens: 0, at: Math.max(budget.at, untilMs), pausedUntil: Math.max(budget.pausedUntil, untilMs) };
}
