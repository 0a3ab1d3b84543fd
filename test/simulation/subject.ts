import type { Violation } from './oracle/told.ts';

/** What decides a run: settings, and steps that can be taken out one by one. */
export interface AnyHistory {
  readonly setting: object;
  readonly steps: readonly { readonly atMs: number }[];
}

/** Something that is simulated: histories of its own, and how they run. */
export interface Subject<H extends AnyHistory> {
  /** What `npm run simulate --` needs to run it, beside the seed. */
  readonly flags: string;
  /** @throws Error for a name that no profile has. */
  readonly generate: (seed: number, profile: string, steps: number) => H;
  readonly simulate: (history: H, trace?: (line: string) => void) => Promise<Violation | undefined>;
  /** One line for people. */
  readonly wordsOf: (step: H['steps'][number]) => string;
}
