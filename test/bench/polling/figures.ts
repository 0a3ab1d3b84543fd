import { MEASURED, type Sample, type Samples } from './compare.ts';
import { median } from './measure.ts';
import type { MeasuredName } from './measured-process.ts';
import { SITUATIONS, type Situation } from './situations.ts';

/** One row of the report: medians of all runs. */
export interface Row {
  readonly records: number;
  readonly situation: Situation;
  readonly name: MeasuredName;
  readonly runs: number;
  readonly calls: number;
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Times the bare loop, run by run. */
  readonly cpuRatio: number;
  readonly wallRatio: number;
  /** Without the threads of the garbage collector. */
  readonly mainThreadRatio: number;
  readonly oldSpaceMb: number;
  readonly rssMb: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** The most of any run. */
  readonly recordEvents: number;
}

export function rowsOf(records: number, samples: Samples): readonly Row[] {
  return SITUATIONS.flatMap((situation) =>
    MEASURED.flatMap((name) => {
      const own = samples[name][situation];
      // The bare loop does the same in every situation.
      const cold = situation === 'first listing';
      const bare = samples.bare[cold ? 'first listing' : 'unchanged listing'];
      return own.length > 0 ? [{ records, situation, name, ...figures(own, bare) }] : [];
    }),
  );
}

function figures(own: readonly Sample[], bare: readonly Sample[]) {
  const middle = (key: 'calls' | 'cpuMs' | 'wallMs' | 'oldSpaceMb' | 'rssMb' | 'readUnits' | 'writeUnits') =>
    median(own.map((sample) => sample[key]));
  const ratio = (key: 'cpuMs' | 'mainThreadMs' | 'wallMs') =>
    median(own.map((sample, run) => sample[key] / (bare[run]?.[key] ?? Number.NaN)));
  return {
    runs: own.length,
    calls: middle('calls'),
    cpuMs: middle('cpuMs'),
    wallMs: middle('wallMs'),
    cpuRatio: ratio('cpuMs'),
    wallRatio: ratio('wallMs'),
    mainThreadRatio: ratio('mainThreadMs'),
    oldSpaceMb: middle('oldSpaceMb'),
    rssMb: middle('rssMb'),
    readUnits: middle('readUnits'),
    writeUnits: middle('writeUnits'),
    recordEvents: Math.max(...own.map(({ recordEvents }) => recordEvents)),
  };
}
