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
  return REACTIONS.find(([kind]) => error instanceof kind)?.[1] ?? 'report';
}
