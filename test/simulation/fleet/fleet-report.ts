import { renderTable } from '../../../infra/cli/table.ts';
import { BOUNDS_HEAD, boundCells } from '../../bench/bound.ts';
import { type ComparedFleets, fleetBounds } from './fleet-bounds.ts';
import type { FleetFigures, Lags } from './fleet-figures.ts';

const HEAD = ['', 'with the two', 'without'];

const ROWS: readonly (readonly [string, (figures: FleetFigures) => string])[] = [
  ['lag of the others, p50 / p95 / p99 / longest', ({ lags }) => sayLags(lags[1])],
  ['the same, resources of each third interval', ({ lags }) => sayLags(lags[3])],
  ['the same, resources of each sixth interval', ({ lags }) => sayLags(lags[6])],
  ['longest time between two whole polls', ({ longestPauseSeconds }) => `${longestPauseSeconds.toFixed(0)} s`],
  ['lag of the huge tenant', ({ hugeLags }) => sayLags(hugeLags)],
  ['whole polls', ({ polls }) => String(polls)],
  ['invocations', ({ invocations }) => String(invocations)],
  ['messages', ({ messages }) => String(messages)],
  ['requests to sevdesk', ({ requests }) => String(requests)],
  ['of these for the huge tenant', ({ requestsOfHuge }) => String(requestsOfHuge)],
  ['of these answered with 429', ({ requestsOfThrottled }) => String(requestsOfThrottled)],
  ['places busy on average', ({ placesBusy }) => placesBusy.toFixed(1)],
  ['most messages waiting, at the start', ({ mostWaiting }) => String(mostWaiting)],
  ['longest wait for a place, at the start', ({ longestWaitSeconds }) => `${longestWaitSeconds.toFixed(0)} s`],
];

/** For people at a terminal. */
export function reportFleets(fleets: ComparedFleets): string {
  const rows = ROWS.map(([what, say]) => [what, say(fleets.beside), say(fleets.alone)]);
  const bounds = fleetBounds(fleets).map(boundCells);
  return `${renderTable(rows, HEAD)}\n\n${renderTable(bounds, BOUNDS_HEAD)}`;
}

function sayLags({ changes, p50, p95, p99, most }: Lags): string {
  if (changes === 0) return '–';
  return `${[p50, p95, p99, most].map((seconds) => seconds.toFixed(0)).join(' / ')} s (${changes})`;
}
