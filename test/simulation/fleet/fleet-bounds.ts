import type { Bound } from '../../bench/bound.ts';
import { productionSettings } from '../../bench/poll-settings.ts';
import type { FleetFigures } from './fleet-figures.ts';

const SLACK_SECONDS = 10;
const MOST_RATIO = 1.1;
const INTERVAL_SECONDS = productionSettings().intervalMs / 1000;

/** The same tenants, with two troublemakers among them and without. */
export interface ComparedFleets {
  readonly beside: FleetFigures;
  readonly alone: FleetFigures;
}

export function fleetBounds({ beside, alone }: ComparedFleets): readonly Bound[] {
  const ratio = beside.lags[1].p99 / alone.lags[1].p99;
  return [
    ...([1, 3, 6] as const).map((every) => lagBound(beside, every)),
    {
      text: `The first of these at most ${MOST_RATIO} × what it is without the two`,
      figure: `${ratio.toFixed(3)} × (${alone.lags[1].p99.toFixed(1)} s)`,
      holds: ratio <= MOST_RATIO,
    },
    ...[beside, alone].flatMap(promises),
  ];
}

function lagBound({ lags }: FleetFigures, every: 1 | 3 | 6): Bound {
  const mostSeconds = every * INTERVAL_SECONDS + SLACK_SECONDS;
  const { p99, changes } = lags[every];
  return {
    text: `p99 of the others' lag beside the two, resources polled each ${every * INTERVAL_SECONDS} s: at most ${mostSeconds} s`,
    figure: `${p99.toFixed(1)} s over ${changes} changes`,
    holds: p99 <= mostSeconds,
  };
}

function promises({ broken, untold, longestPauseSeconds, deadLetters }: FleetFigures): readonly Bound[] {
  return [
    {
      text: 'Each change is told once, none at the end is untold, and no message ends as a dead letter',
      figure: [...broken, ...untold].slice(0, 3).join('; ') || `${deadLetters} dead letters`,
      holds: broken.length + untold.length + deadLetters === 0,
    },
    {
      text: `None of the others waits more than ${2 * INTERVAL_SECONDS} s from one whole poll to the next`,
      figure: `${longestPauseSeconds.toFixed(0)} s at most`,
      holds: longestPauseSeconds <= 2 * INTERVAL_SECONDS,
    },
  ];
}
