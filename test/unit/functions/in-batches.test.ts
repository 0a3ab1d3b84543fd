import { describe, expect, it } from 'vitest';
import { inBatches } from '../../../functions/sweep-tenants/in-batches.ts';

const all = Array.from({ length: 25 }, (_, index) => index);

/** Each of them takes a millisecond. */
async function work(untilMs: number, random: number) {
  const done: number[] = [];
  const one = async (index: number) => void done.push(index);
  const left = await inBatches(all, one, { untilMs, now: () => done.length, random: () => random });
  return { done, left };
}

describe('in batches', () => {
  it.each([0, 0.5, 0.999])('everybody has a turn once, wherever it begins (%d)', async (random) => {
    const { done, left } = await work(1000, random);
    expect([done.toSorted((a, b) => a - b), left]).toEqual([all, 0]);
  });

  it('where the time is too short, it depends on where it begins who waits', async () => {
    expect(await work(15, 0)).toEqual({ done: all.slice(0, 20), left: 5 });
    expect(await work(15, 0.4)).toEqual({ done: [...all.slice(10), ...all.slice(0, 5)], left: 5 });
    expect(await work(0, 0)).toEqual({ done: [], left: 25 });
  });
});
