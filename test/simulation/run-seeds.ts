import { Worker } from 'node:worker_threads';
import type { Violation } from './oracle/told.ts';

/** What is simulated. */
export type SubjectName = 'poller' | 'writer';

/** Which seeds, and what kind of history each stands for. */
export interface SeedRange {
  readonly subject: SubjectName;
  readonly profile: string;
  readonly from: number;
  readonly seeds: number;
  readonly steps: number;
  /** The first broken promise is enough. */
  readonly untilBroken: boolean;
}

/** A part of the range for one thread: every so-manieth seed before `until`. */
export interface SeedShare extends SeedRange {
  readonly until: number;
  readonly every: number;
}

export interface BrokenSeed {
  readonly seed: number;
  readonly violation: Violation;
}

const THREADS = 2;

/** Runs the seeds on two threads, and answers those that broke a promise. */
export async function runSeeds(range: SeedRange): Promise<readonly BrokenSeed[]> {
  const until = range.from + range.seeds;
  const shares = Array.from({ length: THREADS }, (_, index) => ({
    ...range,
    from: range.from + index,
    until,
    every: THREADS,
  }));
  const workers: Worker[] = [];
  const stopOthers = (broken: readonly BrokenSeed[]) => {
    if (range.untilBroken && broken.length > 0) for (const worker of workers) worker.postMessage('stop');
    return broken;
  };
  const results = shares.map((share) => runShare(share, workers).then(stopOthers));
  return (await Promise.all(results)).flat().sort((a, b) => a.seed - b.seed);
}

function runShare(share: SeedShare, workers: Worker[]): Promise<readonly BrokenSeed[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./seeds-worker.ts', import.meta.url), { workerData: share });
    workers.push(worker);
    worker.on('message', resolve);
    worker.on('error', reject);
  });
}
