import { isAccessDenied } from './denied-access.ts';
import { BudgetExhausted, SevdeskThrottled, SevdeskUnavailable, TokenRejected } from './sevdesk-error.ts';

/**
 * What a poll that could not go on does about it.
 * `pause`: nobody calls sevdesk for this tenant for a while · `back-off`: this poll comes again later · `recheck-token` ·
 * `wait`: requests come free · `report`: a mistake or an answer never seen, for people to look at.
 */
export type PollReaction = 'pause' | 'back-off' | 'recheck-token' | 'wait' | 'report';

const REACTIONS: readonly (readonly [new (...args: never[]) => Error, PollReaction])[] = [
  [SevdeskThrottled, 'pause'],
  [SevdeskUnavailable, 'back-off'],
  [TokenRejected, 'recheck-token'],
  [BudgetExhausted, 'wait'],
];

export function pollReaction(error: unknown): PollReaction {
  // A locked token, a plan that has lapsed, a permission: nothing of it is a mistake of ours.
  if (isAccessDenied(error)) return 'back-off';
  return REACTIONS.find(([kind]) => error instanceof kind)?.[1] ?? 'report';
}

/** Mistakes, and what stops the tenant, before all else; a 429 must be known to commands, too; the rest shows again at the next poll. */
const GRAVITY: readonly PollReaction[] = ['report', 'pause', 'recheck-token', 'back-off', 'wait'];

/** Of errors that came at the same time, the one that decides what the poll does. */
export function gravest(errors: readonly unknown[]): unknown {
  const [reaction] = errors.map(pollReaction).sort((a, b) => GRAVITY.indexOf(a) - GRAVITY.indexOf(b));
  return errors.find((error) => pollReaction(error) === reaction);
}
