import type { Violation } from './oracle/told.ts';

export interface Failure<H> {
  readonly history: H;
  readonly violation: Violation;
}

type Simulate<H> = (history: H) => Promise<Violation | undefined>;
interface Steps {
  readonly steps: readonly unknown[];
}

const MOST_RUNS = 800;

/**
 * The shortest history found that breaks the same promise: steps are taken out, first many at a time, then one by one. Each
 * step keeps its time, so that what is left happens as before.
 */
export async function shrink<H extends Steps>(failure: Failure<H>, simulate: Simulate<H>): Promise<Failure<H>> {
  let best = failure;
  let runs = 0;
  let size = Math.ceil(best.history.steps.length / 2);
  while (size >= 1 && runs < MOST_RUNS) {
    let shorter = false;
    for (let start = 0; start < best.history.steps.length && runs < MOST_RUNS; ) {
      runs += 1;
      const next = await broken(without(best.history, start, size), best.violation, simulate);
      if (next) {
        best = next;
        shorter = true;
      } else start += size;
    }
    if (!shorter) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return best;
}

function without<H extends Steps>(history: H, start: number, size: number): H {
  return { ...history, steps: [...history.steps.slice(0, start), ...history.steps.slice(start + size)] };
}

/** The history as a failure, if it breaks the promise that is looked for. */
async function broken<H>(
  history: H,
  { invariant, rule }: Violation,
  simulate: Simulate<H>,
): Promise<Failure<H> | undefined> {
  const violation = await simulate(history);
  const isAlike = violation?.invariant === invariant && violation.rule === rule;
  return isAlike ? { history, violation } : undefined;
}
