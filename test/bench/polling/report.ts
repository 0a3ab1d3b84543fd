import { cpus } from 'node:os';
import { renderTable } from '../../../infra/cli/table.ts';
import { markdownTable } from '../benchmarks-document.ts';
import { BOUNDS_HEAD, type Bound, boundCells } from '../bound.ts';
import { OLD_SPACE_MB } from './bounds.ts';
import type { Row } from './figures.ts';
import type { MeasuredName } from './measured-process.ts';

const HEAD = [
  'invoices',
  'situation',
  'what',
  'calls',
  'wall ms',
  'CPU ms',
  'wall ×',
  'CPU ×',
  'old space MB',
  'RSS MB',
  'read units',
  'write units',
];

const NAMES: Readonly<Record<MeasuredName, string>> = {
  bare: '(a) bare loop',
  refetch: '(b) full refetch',
  relay: 'relay, stores in memory',
  adapters: 'relay, DynamoDB adapters',
};

/** For people at a terminal. */
export function printed(rows: readonly Row[], bounds: readonly Bound[]): string {
  return `${renderTable(rows.map(cells), HEAD)}\n\n${renderTable(bounds.map(boundCells), BOUNDS_HEAD)}`;
}

/** The section of `docs/benchmarks.md`. */
export function section(rows: readonly Row[], bounds: readonly Bound[], at: Date): readonly string[] {
  const [cpu] = cpus();
  const machine = `${cpu?.model.trim()}, ${cpus().length} cores, Node.js ${process.version}, ${at.toISOString().slice(0, 10)}`;
  return [
    '## Polling',
    '`npm run bench:polling` takes some minutes; `-- --quick` leaves out 100,000 invoices and this section.',
    machine,
    markdownTable(HEAD, rows.map(cells)),
    '### Bounds of polling',
    markdownTable(BOUNDS_HEAD, bounds.map(boundCells)),
    '### How to read the figures of polling',
    ...HOW_TO_READ,
  ];
}

const HOW_TO_READ = [
  `The machine is shared, so milliseconds drift from run to run; the ratios are taken run by run against the bare loop (a), which fetches and parses the same pages with the same limit and overlap and does nothing else, and their median of five runs (three at 100,000) says what a change of the code did. Everything is measured in processes of its own, in turns, on pages that the server rendered before; (a) and (b) do the same whatever happened, so they are measured twice, in a new process and in a warm one. (b) also compares each record with the last fetch. An idle poll is the mean of six, one of which compares sevdesk's count. Calls of the bounds on idle polls and deletions are counted where they arrive, with all resources, production's settings and a clock that does not wait: they hold on any machine, and \`test/integration/idle-poll.test.ts\` keeps them.`,
  'Pages are compressed (gzip) for those who accept it, and all three do, as web servers usually answer; whether sevdesk does is not established. `npm run bench:polling -- --plain` sends them as they are. An unchanged listing of 20,000 then costs 0.44 × the bare loop on an idle machine and up to 0.65 × on a busy one (0.31 and 0.40 × on the main thread; the rest is the garbage of 42 MB that pass through the socket).',
  `"Stores in memory" is the poller alone. "DynamoDB adapters" is the poller with the adapters of production, on tables that stand in for DynamoDB in the same process: what they cost is in the CPU, above all of a first listing, but their content is kept outside the heap, so its memory is the poller's own (at 100,000 invoices under \`--max-old-space-size=${OLD_SPACE_MB}\`, one run). Units are request units of DynamoDB for one look, computed from item sizes, indexes included. Old space and RSS are peaks, sampled. The bound on unchanged listings takes the adapters, because 20,000 records in memory would slow down each garbage collection, which production does not have.`,
];

function cells(row: Row): string[] {
  const metered = row.name === 'adapters';
  return [
    row.records.toLocaleString('en'),
    row.situation,
    NAMES[row.name],
    row.calls.toFixed(row.calls % 1 === 0 ? 0 : 2),
    row.wallMs.toFixed(row.wallMs < 100 ? 1 : 0),
    row.cpuMs.toFixed(row.cpuMs < 100 ? 1 : 0),
    row.wallRatio.toFixed(2),
    row.cpuRatio.toFixed(2),
    row.oldSpaceMb.toFixed(0),
    row.rssMb.toFixed(0),
    metered ? Math.round(row.readUnits).toLocaleString('en') : '',
    metered ? Math.round(row.writeUnits).toLocaleString('en') : '',
  ];
}
