import { isNotFound } from './error-knowledge.ts';
import { BudgetExhausted, RequestRejected, SevdeskUnavailable } from './sevdesk-error.ts';

/** So many refused calls of a tenant within the window open its breaker. */
export const MOST_REFUSED = 20;
/** In units: the stage's `breakerSeconds`, a minute. */
const WINDOW = 5;
/** The first opening lasts one unit, each next one twice as long, up to here. */
const LONGEST = 15;
/** So long after the last opening it begins with one unit again. */
const FORGOTTEN = 60;

/**
 * Refused calls of one tenant: sevdesk may lock the tokens of integrations that make errors (documentation, "Technik & API FAQ"). Written
 * after refusals only. Times in milliseconds.
 */
export interface CircuitBreaker {
  /** In the window that began at `since`. */
  readonly refused: number;
  readonly since: number;
  /** The last opening: open until then, half open from then on. */
  readonly openUntil?: number;
  /** A call went through since. */
  readonly closed?: true;
  /** How often it opened in a row. */
  readonly openings?: number;
  /** What sevdesk refused with last. */
  readonly said?: string;
}

/** How the calls of one poll, or of one delivery of a command, ended. Grows. */
export interface CallTally {
  accepted: number;
  refused: number;
  /** Answered with 429: no error of ours. */
  throttled: number;
  said?: string;
}

export interface BreakerFacts {
  readonly nowMs: number;
  readonly unitMs: number;
}

/** Too many calls in a row of this invocation were refused. Nothing was sent. */
export class CircuitOpen extends BudgetExhausted {
  constructor() {
    super(0);
    this.name = 'CircuitOpen';
    this.message = `sevdesk refused ${MOST_REFUSED} calls of this tenant; there is a pause before the next one`;
  }
}

/**
 * Whether a call counts as an error of the integration: a refusal. Not a login (401) or a limit (429), which have ways of their own, nor a
 * record that is gone when it is asked for.
 */
export function isRefusedCall(error: unknown, { reads }: { readonly reads: boolean }): boolean {
  if (error instanceof RequestRejected) return (error.said.status ?? 0) >= 400 && !(reads && isNotFound(error));
  const { status = 0 } = error instanceof SevdeskUnavailable ? error.said : {};
  return status >= 400 && status < 500;
}

/** How long calls have to wait; 0 while it is closed or half open. */
export function openForMs(breaker: CircuitBreaker | undefined, nowMs: number): number {
  return Math.max(0, (breaker?.openUntil ?? 0) - nowMs);
}

/** A call is let through, and decides. */
export function isHalfOpen(breaker: CircuitBreaker | undefined, nowMs: number): boolean {
  return breaker?.openUntil !== undefined && !breaker.closed && breaker.openUntil <= nowMs;
}

/** The breaker after some calls; the same object when they changed nothing. */
export function afterCalls(
  breaker: CircuitBreaker | undefined,
  { accepted, refused, said }: Readonly<Omit<CallTally, 'throttled'>>,
  facts: BreakerFacts,
): CircuitBreaker | undefined {
  const { nowMs, unitMs } = facts;
  // What was refused under way says nothing new. What a poll got meanwhile says that the token is not locked: the pause stays, and the next
  // refusal is one of twenty again, not a reason to open at once.
  if (openForMs(breaker, nowMs) > 0) return refused === 0 && accepted > 0 ? closed(breaker) : breaker;
  const isHalf = isHalfOpen(breaker, nowMs);
  if (refused === 0) return isHalf && accepted > 0 ? closed(breaker) : breaker;
  const isSameWindow = breaker !== undefined && nowMs - breaker.since <= WINDOW * unitMs;
  const { refused: before, since } = isSameWindow ? breaker : { refused: 0, since: nowMs };
  const counted = { ...breaker, refused: before + refused, since, ...(said !== undefined && { said }) };
  return isHalf || counted.refused >= MOST_REFUSED ? opened(counted, facts) : counted;
}

/** Whether it opened in between. */
export function hasOpened(after: CircuitBreaker | undefined, before: CircuitBreaker | undefined): boolean {
  return after?.openUntil !== undefined && after.openUntil !== before?.openUntil;
}

function closed(breaker: CircuitBreaker | undefined): CircuitBreaker | undefined {
  return !breaker || breaker.closed ? breaker : { ...breaker, closed: true };
}

function opened({ closed: _closed, ...breaker }: CircuitBreaker, { nowMs, unitMs }: BreakerFacts): CircuitBreaker {
  const { openUntil = nowMs, openings: before = 0 } = breaker;
  const openings = nowMs - openUntil > FORGOTTEN * unitMs ? 1 : before + 1;
  const forUnits = Math.min(LONGEST, 2 ** Math.min(openings - 1, 10));
  return { ...breaker, refused: 0, since: nowMs, openings, openUntil: nowMs + forUnits * unitMs };
}
