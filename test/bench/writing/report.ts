import { renderTable } from '../../../infra/cli/table.ts';
import { markdownTable } from '../benchmarks-document.ts';
import { BOUNDS_HEAD, type Bound, boundCells } from '../bound.ts';
import type { BacklogFigures } from './backlog.ts';
import { CALL_MS } from './latencies.ts';
import type { NeighbourRow, WritingFigures } from './measure-writing.ts';
import { stageNamed } from './stage-settings.ts';

interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** For people at a terminal. */
export function printed(figures: WritingFigures, bounds: readonly Bound[]): string {
  const tables = [...tablesOf(figures), { title: 'Bounds', head: BOUNDS_HEAD, rows: bounds.map(boundCells) }];
  return tables.map(({ title, head, rows }) => `${title}\n${renderTable(rows, head)}`).join('\n\n');
}

/** The section of `docs/benchmarks.md`. */
export function section(figures: WritingFigures, bounds: readonly Bound[]): readonly string[] {
  return [
    '## Writing',
    '`npm run bench:writing` takes about a minute; `-- --quick` plays shorter and leaves out this section. The clock is virtual, and the figures are the same on every machine.',
    ...tablesOf(figures).flatMap(({ title, head, rows }) => [`### ${title}`, markdownTable(head, rows)]),
    '### Bounds of writing',
    markdownTable(BOUNDS_HEAD, bounds.map(boundCells)),
    '### How to read the figures of writing',
    ...HOW_TO_READ,
  ];
}

function tablesOf(figures: WritingFigures): readonly Table[] {
  const { neighbours, crowds } = figures;
  return [
    { title: 'One tenant with a backlog', head: BACKLOG_HEAD, rows: figures.backlogs.map(backlogCells) },
    { title: 'One command', head: ['what', 'figure'], rows: commandRows(figures) },
    { title: 'Quiet tenants beside others', head: NEIGHBOUR_HEAD, rows: neighbours.map(neighbourCells) },
    ...(crowds.length > 0
      ? [{ title: 'When places run short', head: NEIGHBOUR_HEAD, rows: crowds.map(neighbourCells) }]
      : []),
  ];
}

const BACKLOG_HEAD = [
  'allowed a minute',
  'configured',
  'learned after',
  '429 until then',
  'minutes after that',
  'used a minute',
  'of these writes',
  'most in any 60 s',
  '429',
  'of calls',
];

function backlogCells(row: BacklogFigures): string[] {
  return [
    String(row.allowed),
    String(row.configured),
    row.learnedAfterMs === 0 ? 'known' : `${(row.learnedAfterMs / 1000).toFixed(0)} s`,
    String(row.refusedWhileLearning),
    String(row.minutes),
    row.usedPerMinute.toFixed(1),
    row.writesPerMinute.toFixed(1),
    String(row.mostInAnyMinute),
    String(row.refused),
    `${((100 * row.refused) / row.requests).toFixed(2)} %`,
  ];
}

function commandRows({ calls, overtaking }: WritingFigures): readonly (readonly string[])[] {
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  return [
    ['calls of the first `invoice.create` of a tenant', String(calls.first)],
    ['calls of each after it, with three positions', String(calls.after)],
    ['from send to `command.succeeded`, alone, median', ms(overtaking.aloneP50Ms)],
    [`the same while a poll holds 20 requests, longest of ${3 * overtaking.rounds}`, ms(overtaking.duringPollMostMs)],
    ['such a poll, alone', ms(overtaking.pollAloneMs)],
    ['such a poll with three commands in between, longest', ms(overtaking.pollMostMs)],
  ];
}

const NEIGHBOUR_HEAD = [
  'stage',
  'places',
  'requests a minute',
  'tenants with a backlog',
  'quiet tenants',
  'their commands',
  'median ms',
  'p99 ms',
  'commands a minute of each with a backlog',
  'places taken',
  'of these asleep',
];

function neighbourCells({ scenario, figures }: NeighbourRow): string[] {
  const { maxConcurrentCommands, requestsPerMinute } = stageNamed(scenario.stage);
  return [
    scenario.stage,
    String(maxConcurrentCommands),
    String(scenario.requestsPerMinute ?? requestsPerMinute),
    String(scenario.busy),
    String(scenario.quiet),
    String(figures.commands),
    figures.medianMs.toFixed(0),
    figures.p99Ms.toFixed(0),
    scenario.busy === 0 ? '' : figures.busyPerMinute.toFixed(1),
    figures.places.toFixed(2),
    figures.asleep.toFixed(2),
  ];
}

const HOW_TO_READ = [
  `The writer, the poller, their schedule and the request budget are production's; ledger and tenants are in memory with the conditions of the tables. Around them are models: the FIFO queue with the stage's MaximumConcurrency as places, one message of a tenant at a time, the oldest deliverable message first; a sevdesk that takes ${CALL_MS} ms a call, accepts so many requests in any 60 s of each tenant and answers 429 without \`Retry-After\` beyond; usual latencies of DynamoDB, EventBridge and SQS (\`test/bench/writing/latencies.ts\`). sevdesk publishes no limit, so its model is an assumption.`,
  '"Used" counts polls and writes that were accepted. A backlog never ends: the tenant has commands waiting all the time, and is polled every five minutes. After ten minutes without a 429 the rate rises by one a minute, until sevdesk refuses a call: these are the 429 once learned, and "most in any 60 s" includes the calls that were refused.',
  '"Places taken" are functions at work on average; "asleep" is the part in which they wait for the tenant\'s budget. "When places run short" has no bound: a tenant with a backlog takes one place for as long as it lasts, so as many of them as there are places leave none to others. Commands that were not answered at the end count with the time they had waited.',
];
