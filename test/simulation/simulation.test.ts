import { describe, expect, it } from 'vitest';
import { generateHistory } from './generate.ts';
import { profileOf } from './profiles.ts';
import { reportBroken } from './report.ts';
import { simulate } from './world.ts';

const STEPS = 200;
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

describe('change detection', () => {
  it.each(SEEDS)('keeps its promises whatever happens (seed %i)', async (seed) => {
    const violation = await simulate(generateHistory(seed, profileOf('usual'), STEPS));
    const report = violation && (await reportBroken({ seed, violation }, { profile: 'usual', steps: STEPS }));
    expect(report).toBeUndefined();
  });

  it('is simulated alike each time', async () => {
    const told = async () => {
      const lines: string[] = [];
      await simulate(generateHistory(7, profileOf('usual'), STEPS), (line) => lines.push(line));
      return lines;
    };
    expect(await told()).toEqual(await told());
  });
});
