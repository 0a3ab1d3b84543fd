import { describe, expect, it } from 'vitest';
import { reportBroken } from '../report.ts';
import { WRITER } from './writer-subject.ts';

const STEPS = 150;
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

describe('the writer', () => {
  it.each(SEEDS)('keeps its promises whatever happens (seed %i)', async (seed) => {
    const violation = await WRITER.simulate(WRITER.generate(seed, 'usual', STEPS));
    const report = violation && (await reportBroken(WRITER, { seed, violation }, { profile: 'usual', steps: STEPS }));
    expect(report).toBeUndefined();
  });

  it('is simulated alike each time', async () => {
    const told = async () => {
      const lines: string[] = [];
      await WRITER.simulate(WRITER.generate(7, 'usual', STEPS), (line) => lines.push(line));
      return lines;
    };
    expect(await told()).toEqual(await told());
  });
});
