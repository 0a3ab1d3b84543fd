import type { Bound } from '../bound.ts';
import type { SocketCounts } from './count-at-sockets.ts';
import type { Row } from './figures.ts';
import type { MeasuredName } from './measured-process.ts';
import { SITUATIONS, type Situation } from './situations.ts';

const SIZE = 20_000;
const LARGE = 100_000;
const MOST_CURSOR_CALLS = 1.2;
const MOST_WRITES = 2;
const MOST_DELETION_CALLS = 25;
const MOST_UNCHANGED_RATIO = 0.5;
const MOST_FIRST_RATIO = 3;
export const OLD_SPACE_MB = 160;

/** Bounds 1 and 2, counted at the sockets: these hold on any machine. */
export function countedBounds({ idle, deletion, invoices, polls }: SocketCounts): readonly Bound[] {
  return [
    {
      text: `Idle poll, cursor resources: at most ${MOST_CURSOR_CALLS} calls each, probes averaged in`,
      figure: `${idle.cursorCalls.toFixed(2)} over ${polls} polls`,
      holds: idle.cursorCalls <= MOST_CURSOR_CALLS,
    },
    {
      text: 'Idle poll, listing resources: at most ⌈n/990⌉ calls each',
      figure: idle.overspent.join('; ') || 'kept by all',
      holds: idle.overspent.length === 0,
    },
    {
      text: "Idle poll: no DynamoDB read beyond the tenant's items and digests",
      figure: idle.strayReads.join(', ') || 'none',
      holds: idle.strayReads.length === 0 && idle.recordEvents === 0,
    },
    {
      text: `Idle poll: at most ${MOST_WRITES} DynamoDB writes`,
      figure: `${idle.mostWrites} at most, ${idle.averageWrites.toFixed(2)} on average`,
      holds: idle.mostWrites <= MOST_WRITES,
    },
    {
      text: `One deletion among ${invoices} invoices: told by the poll that probes, with at most ${MOST_DELETION_CALLS} calls`,
      figure: `poll ${deletion.polls}, ${deletion.calls} calls, ${deletion.recordEvents} event`,
      holds: deletion.recordEvents === 1 && deletion.calls <= MOST_DELETION_CALLS,
    },
  ];
}

/** Bounds 3 to 6, measured. */
export function measuredBounds(rows: readonly Row[], { baselineEvents }: SocketCounts): readonly Bound[] {
  const find = (records: number, situation: Situation, name: MeasuredName) =>
    rows.find((row) => row.records === records && row.situation === situation && row.name === name);
  const baselines = rows.filter(({ situation, records }) => situation === 'first listing' && records === SIZE);
  const events = Math.max(baselineEvents, ...baselines.map(({ recordEvents }) => recordEvents));
  return [
    ratioBound(find(SIZE, 'unchanged listing', 'adapters'), {
      text: `Unchanged listing of ${SIZE}`,
      most: MOST_UNCHANGED_RATIO,
    }),
    ratioBound(find(SIZE, 'first listing', 'relay'), {
      text: `First listing of ${SIZE}, stores in memory`,
      most: MOST_FIRST_RATIO,
    }),
    memoryBound(rows),
    { text: `No event about a record from a baseline of ${SIZE}`, figure: `${events} events`, holds: events === 0 },
  ];
}

function ratioBound(row: Row | undefined, { text, most }: { text: string; most: number }): Bound {
  return {
    text: `${text}: CPU at most ${most.toFixed(1)} × the bare loop`,
    figure: row ? `${row.cpuRatio.toFixed(2)} × (main thread ${row.mainThreadRatio.toFixed(2)} ×)` : 'not measured',
    holds: row && row.cpuRatio <= most,
  };
}

function memoryBound(rows: readonly Row[]): Bound {
  const text = `${LARGE} invoices under --max-old-space-size=${OLD_SPACE_MB}: first, unchanged and changed listing`;
  const large = rows.filter(({ records }) => records === LARGE);
  if (large.length === 0) return { text, figure: 'not measured', holds: undefined };
  const own = large.filter(({ name }) => name === 'adapters');
  const peakMb = Math.max(0, ...own.map(({ oldSpaceMb }) => oldSpaceMb));
  const holds = SITUATIONS.every((situation) => own.some((row) => row.situation === situation));
  return { text, figure: holds ? `finished, ${peakMb.toFixed(0)} MB at most` : 'ran out of memory', holds };
}
