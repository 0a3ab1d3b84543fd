export interface Batches {
  /** No batch begins after it. */
  readonly untilMs: number;
  readonly now: () => number;
  /** A random number in [0, 1). */
  readonly random: () => number;
}

/** Looked at side by side: a slow one delays nobody behind it. */
const AT_ONCE = 10;

/**
 * Works on all of them, round from any one of them: where the time is too short, it is not always the same ones that wait. Answers how many
 * were left out. `work` must not throw.
 */
export async function inBatches<T>(
  all: readonly T[],
  work: (one: T) => Promise<void>,
  { untilMs, now, random }: Batches,
): Promise<number> {
  const first = Math.floor(random() * all.length);
  const round = [...all.slice(first), ...all.slice(0, first)];
  for (let done = 0; done < round.length; done += AT_ONCE) {
    if (now() >= untilMs) return round.length - done;
    await Promise.all(round.slice(done, done + AT_ONCE).map(work));
  }
  return 0;
}
