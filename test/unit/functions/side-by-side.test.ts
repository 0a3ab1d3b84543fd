import { describe, expect, it } from 'vitest';
import { sideBySide } from '../../../functions/poll-tenant/side-by-side.ts';
import {
  BudgetExhausted,
  SevdeskThrottled,
  SevdeskUnavailable,
  TokenRejected,
} from '../../../shared/domain/sevdesk-error.ts';

/** Works on letters; each call is a turn, and is answered a round later. */
async function play({ callsAtHand, calls = 3, fails = '' }: { callsAtHand: number; calls?: number; fails?: string }) {
  const made: string[] = [];
  const begun: string[] = [];
  let running = 0;
  let most = 0;
  const work = async (one: string, turn: () => Promise<boolean>) => {
    begun.push(one);
    running += 1;
    most = Math.max(most, running);
    try {
      for (let call = 0; call < calls; call += 1) {
        made.push((await turn()) ? one : one.toUpperCase());
        await new Promise((resolve) => setImmediate(resolve));
        if (one === fails) throw new Error(`${one} failed`);
      }
    } finally {
      running -= 1;
    }
  };
  const end = sideBySide({ all: [...'abcde'], atOnce: 2, callsAtHand, work });
  const error = await end.then(
    () => undefined,
    ({ message }: Error) => message,
  );
  return { made: made.join(''), begun: begun.join(''), most, error, running };
}

describe('work side by side', () => {
  it('goes on at the same time while calls are at hand', async () => {
    expect(await play({ callsAtHand: 15 })).toMatchObject({ made: 'ABABABCDCDCDEEE', most: 2, error: undefined });
  });

  it('goes on one after another, in order, once they have to be waited for', async () => {
    expect(await play({ callsAtHand: 3 })).toMatchObject({ made: 'ABAabbcccdddeee', error: undefined });
    expect(await play({ callsAtHand: 0 })).toMatchObject({ made: 'aaabbbcccdddeee' });
  });

  it('begins nothing and makes no call after an error, and throws it when all have ended', async () => {
    const first = await play({ callsAtHand: 15, fails: 'a' });
    expect(first).toEqual({ made: 'AB', begun: 'ab', most: 2, error: 'a failed', running: 0 });
    const waiting = await play({ callsAtHand: 2, fails: 'a' });
    expect(waiting).toMatchObject({ made: 'AB', error: 'a failed', running: 0 });
  });

  const throttled = new SevdeskThrottled({ status: 429 }, 60);
  const broken = new SevdeskUnavailable('no connection');
  const refused = new TokenRejected({ status: 401 });
  const mistake = new TypeError('x is undefined');
  it.each([
    ['a 429, which commands must know of, too', [broken, refused, throttled], throttled],
    ['a 401', [new BudgetExhausted(0), broken, refused], refused],
    ['a mistake, which people must know of', [throttled, mistake], mistake],
  ])('throws of several errors %s', async (_name, errors, expected) => {
    const work = (error: Error) => Promise.reject(error);
    const end = sideBySide({ all: errors, atOnce: 3, callsAtHand: 3, work });
    await expect(end).rejects.toBe(expected);
  });

  it.each([
    ['nothing was sent', broken, BudgetExhausted],
    ['somebody made a mistake', mistake, Error],
  ])('tells the others only that %s, not what they would take for their own', async (_name, error, kind) => {
    const told: unknown[] = [];
    const work = async (one: string, turn: () => Promise<boolean>) => {
      if (one === 'a') throw error;
      await new Promise((resolve) => setImmediate(resolve));
      await turn().catch((reason: unknown) => told.push(reason));
    };
    await expect(sideBySide({ all: ['a', 'b'], atOnce: 2, callsAtHand: 2, work })).rejects.toBe(error);
    expect(told.map((reason) => (reason as Error).constructor)).toEqual([kind]);
  });
});
