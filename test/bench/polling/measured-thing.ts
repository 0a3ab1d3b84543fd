import type { Situation } from './situations.ts';

/** Something whose work is measured. */
export interface MeasuredThing {
  /** What has to be so before a situation, unmeasured. */
  readonly prepare: (situation: Situation) => Promise<void>;
  /** How often `run` looks at sevdesk; costs are divided by it. */
  readonly looks: (situation: Situation) => number;
  readonly run: (situation: Situation) => Promise<void>;
  /** Figures besides costs, since the last question. */
  readonly figures: () => Figures;
}

export interface Figures {
  /** Events about records. */
  readonly recordEvents: number;
  /** Request units of DynamoDB. */
  readonly readUnits: number;
  readonly writeUnits: number;
}

export const NO_FIGURES: Figures = { recordEvents: 0, readUnits: 0, writeUnits: 0 };
