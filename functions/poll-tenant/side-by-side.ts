import { gravest, pollReaction } from '../../shared/domain/poll-reaction.ts';
import { BudgetExhausted } from '../../shared/domain/sevdesk-error.ts';

/** Waits until a call may be made; answers whether those that came first have ended, so that it is made alone. */
export type Turn = () => Promise<boolean>;

export interface SideBySide<T> {
  readonly all: readonly T[];
  /** How many are worked on at the same time. */
  readonly atOnce: number;
  /** Calls that nothing has to be waited for. */
  readonly callsAtHand: number;
  readonly work: (one: T, turn: Turn) => Promise<void>;
}

/**
 * Works on a few at the same time while calls are at hand, since waits for sevdesk are paid; then on one after another, in their order:
 * where calls are scarce, all of them would begin and none would end. After an error none is begun, and no call is made; the gravest one
 * is thrown when those under way have ended, since nothing may be written any more once the lease is given back.
 */
export async function sideBySide<T>({ all, atOnce, callsAtHand, work }: SideBySide<T>): Promise<void> {
  const ended: Promise<void>[] = [];
  const errors: unknown[] = [];
  let left = callsAtHand;
  const turnOf = (index: number) => async (): Promise<boolean> => {
    const isAlone = left === 0;
    if (isAlone) await Promise.all(ended.slice(0, index));
    else left -= 1;
    if (errors.length > 0) throw causeToStop(errors);
    return isAlone;
  };
  const workOff = async (): Promise<void> => {
    for (let one = all[ended.length]; one !== undefined && errors.length === 0; one = all[ended.length]) {
      const end = work(one, turnOf(ended.length)).catch((error: unknown) => void errors.push(error));
      ended.push(end);
      await end;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, workOff));
  if (errors.length > 0) throw gravest(errors);
}

/** What the others get to know of it: an error as it came would look like trouble with what they read themselves. */
function causeToStop(errors: readonly unknown[]): Error {
  const cause = gravest(errors);
  const isReported = pollReaction(cause) === 'report';
  return isReported ? new Error('What is polled beside it ended the poll', { cause }) : new BudgetExhausted(0);
}
