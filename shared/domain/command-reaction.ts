import {
  BudgetExhausted,
  CommandRefused,
  OutcomeUnknown,
  RequestRejected,
  SevdeskThrottled,
  SevdeskUnavailable,
  TokenRejected,
  UnexpectedAnswer,
} from './sevdesk-error.ts';

/**
 * What the writer does about an error, as a table.
 * `pause`: not processed, nobody calls for this tenant for a while · `defer`: not processed, later again ·
 * `wait`: requests come free · `recheck-token` · `look`: it may have taken effect: read before writing ·
 * `refuse`: what it asks for can't be done · `fail`: sevdesk refuses it for good · `report`: a mistake of ours, for people to look at.
 * None but `look` and `fail` costs the command an attempt.
 */
export type CommandReaction = 'pause' | 'defer' | 'wait' | 'recheck-token' | 'look' | 'refuse' | 'fail' | 'report';

const REACTIONS: readonly (readonly [new (...args: never[]) => Error, CommandReaction])[] = [
  [SevdeskThrottled, 'pause'],
  [SevdeskUnavailable, 'defer'],
  [UnexpectedAnswer, 'defer'],
  [BudgetExhausted, 'wait'],
  [TokenRejected, 'recheck-token'],
  [OutcomeUnknown, 'look'],
  [CommandRefused, 'refuse'],
  [RequestRejected, 'fail'],
];

export function commandReaction(error: unknown): CommandReaction {
  return REACTIONS.find(([kind]) => error instanceof kind)?.[1] ?? 'report';
}
