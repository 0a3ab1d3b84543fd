import { generateHistory } from './generate.ts';
import { type History, wordsOf } from './history.ts';
import { profileOf } from './profiles.ts';
import type { Subject } from './subject.ts';
import { simulate } from './world.ts';

/** Change detection: the scheduler and the poller. */
export const POLLER: Subject<History> = {
  flags: '',
  generate: (seed, profile, steps) => generateHistory(seed, profileOf(profile), steps),
  simulate,
  wordsOf,
};
