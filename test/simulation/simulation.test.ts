import { describe, expect, it } from 'vitest';
import { POLLER } from './poller-subject.ts';
import { reportBroken } from './report.ts';

const STEPS = 200;
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

describe('change detection', () => {
  it.each(SEEDS)('keeps its promises whatever happens (seed %i)', async (seed) => {
    const violation = await POLLER.simulate(POLLER.generate(seed, 'usual', STEPS));
    const report = violation && (await reportBroken(POLLER, { seed, violation }, { profile: 'usual', steps: STEPS }));
    expect(report).toBeUndefined();
  });

  it('is simulated alike each time', async () => {
    const told = async () => {
      const lines: string[] = [];
      await POLLER.simulate(POLLER.generate(7, 'usual', STEPS), (line) => lines.push(line));
      return lines;
    };
    expect(await told()).toEqual(await told());
  });
});
