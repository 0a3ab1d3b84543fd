import type { History, Step } from './history.ts';
import type { Violation } from './oracle/told.ts';
import { simulate } from './world.ts';

export interface Failure {
  readonly history: History;
  readonly violation: Violation;
}

const MOST_RUNS = 800;

/**
 * The shortest history found that breaks the same promise: steps are taken out, first many at a time, then one by one. Each
 * step keeps its time, so that what is left happens as before.
 */
export async function shrink(failure: Failure): Promise<Failure> {
  let best = failure;
  let runs = 0;
  let size = Math.ceil(best.history.steps.length / 2);
  while (size >= 1 && runs < MOST_RUNS) {
    let shorter = false;
    for (let start = 0; start < best.history.steps.length && runs < MOST_RUNS; ) {
      runs += 1;
      const next = await without(best, start, size);
      if (next) {
        best = next;
        shorter = true;
      } else start += size;
    }
    if (!shorter) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return best;
}

async function without({ history, violation }: Failure, start: number, size: number): Promise<Failure | undefined> {
  const steps: readonly Step[] = [...history.steps.slice(0, start), ...history.steps.slice(start + size)];
  const shorter = { ...history, steps };
  const found = await simulate(shorter);
  const isAlike = found?.invariant === violation.invariant && found.rule === violation.rule;
  return isAlike ? { history: shorter, violation: found } : undefined;
}
