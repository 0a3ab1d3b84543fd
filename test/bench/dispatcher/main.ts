import { arch, cpus } from 'node:os';
import { renderTable } from '../../../infra/cli/table.ts';
import { markdownTable, writeSection } from '../benchmarks-document.ts';
import { BOUNDS_HEAD, boundCells, verdict } from '../bound.ts';
import { dispatcherBounds, sayRequests } from './bounds.ts';
import { measureTick, type TickFigures } from './measure-tick.ts';

const HOW_TO_READ = [
  "The handler of `schedule-polls` as it is exported, with the AWS SDK, over HTTP to the local account (dynalite, fauxqs), which works in the same process and takes most of the time. The items are written by production's table: tenants with twelve resources under way. Requests are counted where they arrive. Tenants that are overdue are asked for at once, the others each at its own second of the tick.",
];

console.log('Filling the table …');
const figures = await measureTick({ tenants: 10_000, due: 2000 });
const bounds = dispatcherBounds(figures);
const rows = rowsOf(figures);
console.log(`\n${renderTable(rows)}\n\nBounds\n${renderTable(bounds.map(boundCells), BOUNDS_HEAD)}`);
writeSection('bench:dispatcher', [
  '## Dispatcher',
  '`npm run bench:dispatcher` takes some seconds.',
  `${cpus()[0]?.model.trim() ?? arch()}, ${cpus().length} cores, Node.js ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
  markdownTable(['what', 'figure'], rows),
  '### Bounds of the dispatcher',
  markdownTable(BOUNDS_HEAD, bounds.map(boundCells)),
  '### How to read the figures of the dispatcher',
  ...HOW_TO_READ,
]);
if (bounds.some((bound) => verdict(bound) === 'FAIL')) process.exitCode = 1;

function rowsOf({ tenants, due, itemBytes, seconds, requests, delays }: TickFigures): string[][] {
  const later = Object.entries(delays).filter(([delay]) => delay !== '0');
  return [
    ['tenants in the table', String(tenants)],
    ['of these due before the next tick', String(due)],
    ['a tenant in the table', `${itemBytes} bytes`],
    ['one tick', `${seconds.toFixed(2)} s`],
    ['requests', sayRequests(requests)],
    ['messages without delay (overdue)', String(delays[0] ?? 0)],
    ['most messages of any later second', String(Math.max(0, ...later.map(([, count]) => count)))],
  ];
}
