import { beforeAll, describe, expect, it } from 'vitest';
import { verdict } from '../../bench/bound.ts';
import { writingBounds } from '../../bench/writing/bounds.ts';
import { type Length, measureWriting, type WritingFigures } from '../../bench/writing/measure-writing.ts';

/** Long enough to learn a rate and to see it rise until sevdesk refuses. */
const SHORT: Length = {
  knownMinutes: 3,
  learnedMinutes: 18,
  quietTenants: 20,
  neighbourMinutes: 2,
  polls: 3,
  more: false,
};

let figures: WritingFigures;
beforeAll(async () => {
  figures = await measureWriting(SHORT);
});

describe('a short bench of writing', () => {
  it('keeps all bounds', () => {
    const broken = writingBounds(figures).filter((bound) => verdict(bound) !== 'PASS');
    expect(broken).toEqual([]);
  });

  it('sees what it measures: a rate that is learned, that rises and is refused again, and commands of every quiet tenant', () => {
    const [known, learned] = figures.backlogs;
    expect([known?.refusedWhileLearning, learned?.refusedWhileLearning, learned?.refused]).toEqual([0, 1, 1]);
    for (const { figures: seen } of figures.neighbours) expect(seen.commands).toBeGreaterThan(10);
  });
});
