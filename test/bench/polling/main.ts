import { parseArgs } from 'node:util';
import { writeSection } from '../benchmarks-document.ts';
import { verdict } from '../bound.ts';
import { countedBounds, measuredBounds, OLD_SPACE_MB } from './bounds.ts';
import { compare } from './compare.ts';
import { countAtSockets } from './count-at-sockets.ts';
import { type Row, rowsOf } from './figures.ts';
import { printed, section } from './report.ts';

const SIZES = [1000, 20_000, 100_000];
const RUNS = 5;
/** No bound depends on these, and each takes half a minute. */
const RUNS_OF_LARGEST = 3;
/** Six hours of polls. */
const IDLE_POLLS = 72;

const flag = { type: 'boolean', default: false } as const;
const { values } = parseArgs({ options: { quick: flag, plain: flag } });
// For the processes of the run: pages come uncompressed.
if (values.plain) process.env.PLAIN_PAGES = '1';

console.log('Counting requests at the sockets …');
const counts = await countAtSockets({ invoices: 20_000, transactions: 2500, polls: IDLE_POLLS });
const rows: Row[] = [];
for (const records of values.quick ? SIZES.slice(0, 2) : SIZES) {
  console.log(`Measuring ${records} invoices …`);
  const isLargest = records === SIZES.at(-1);
  const samples = isLargest
    ? await compare({ records, runs: RUNS_OF_LARGEST, adaptersOnce: true, adaptersOldSpaceMb: OLD_SPACE_MB })
    : await compare({ records, runs: RUNS, adaptersOnce: false });
  rows.push(...rowsOf(records, samples));
}
const bounds = [...countedBounds(counts), ...measuredBounds(rows, counts)];
console.log(`\n${printed(rows, bounds)}`);
if (!values.quick && !values.plain) {
  writeSection('bench:polling', section(rows, bounds, new Date()));
}
if (bounds.some((bound) => verdict(bound) === 'FAIL')) process.exitCode = 1;
