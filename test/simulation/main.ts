import process from 'node:process';
import { Command, InvalidArgumentError } from 'commander';
import { verdict } from '../bench/bound.ts';
import { compareFleets } from './fleet/compare-fleets.ts';
import { fleetBounds } from './fleet/fleet-bounds.ts';
import { FULL_FLEET } from './fleet/fleet-choice.ts';
import { reportFleets } from './fleet/fleet-report.ts';
import { POLLER } from './poller-subject.ts';
import { PROFILES } from './profiles.ts';
import { reportBroken } from './report.ts';
import { type BrokenSeed, runSeeds, type SeedRange } from './run-seeds.ts';
import { WRITER_PROFILES } from './writer/writer-profiles.ts';
import { WRITER } from './writer/writer-subject.ts';

interface Options {
  readonly fleet?: boolean;
  readonly writer?: boolean;
  readonly seeds: number;
  readonly from: number;
  readonly seed?: number;
  readonly ops: number;
  readonly profile: string;
  readonly lines: number;
  readonly json?: boolean;
}

new Command('simulate')
  .description(
    'Runs poller and scheduler against a sevdesk that changes while it is read, and breaks; checks what is told. With --writer: the writer, and what becomes of commands. With --fleet: a thousand tenants, two of them in trouble.',
  )
  .option('--writer', 'the writer instead')
  .option('--fleet', 'a thousand tenants by one clock instead; --seed makes others of them')
  .option('--seeds <n>', 'how many histories', number, 200)
  .option('--from <n>', 'the first seed', number, 1)
  .option('--seed <n>', 'this one only', number)
  .option('--ops <n>', 'steps of each history', number, 500)
  .option('--profile <name>', `what happens: ${names(PROFILES)}; with --writer: ${names(WRITER_PROFILES)}`, 'usual')
  .option('--lines <n>', 'lines of what happened, for a failure', number, 60)
  .option('--json', 'stop at the first failure, and say it as one line of JSON')
  .action((options: Options) => (options.fleet ? runFleets(options) : run(options)))
  .parse();

async function run({ seeds, from, seed, ops, profile, lines, json, writer }: Options): Promise<void> {
  const only = seed === undefined ? { from, seeds } : { from: seed, seeds: 1 };
  const subject = writer ? 'writer' : 'poller';
  const range: SeedRange = { ...only, subject, profile, steps: ops, untilBroken: json === true };
  const startedAt = performance.now();
  const broken = await runSeeds(range);
  const first = broken[0];
  process.exitCode = first ? 1 : 0;
  if (json) return say(JSON.stringify(first ?? null));
  if (first) say(await report(first, { ...range, lastLines: lines }));
  if (broken.length > 1) say(`\nAlso broken: ${broken.slice(1).map(sayBroken).join(', ')}`);
  const took = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`${range.seeds} histories of ${ops} steps (${profile}): ${broken.length} broken, ${took} s`);
}

async function runFleets({ seed = 1 }: Options): Promise<void> {
  const fleets = await compareFleets({ ...FULL_FLEET, seed });
  say(reportFleets(fleets));
  if (fleetBounds(fleets).some((bound) => verdict(bound) === 'FAIL')) process.exitCode = 1;
}

function report(broken: BrokenSeed, how: SeedRange & { readonly lastLines: number }): Promise<string> {
  return how.subject === 'writer' ? reportBroken(WRITER, broken, how) : reportBroken(POLLER, broken, how);
}

function names(profiles: object): string {
  return Object.keys(profiles).join(', ');
}

function sayBroken({ seed, violation }: { seed: number; violation: { invariant: string; rule: string } }): string {
  return `seed ${seed} ${violation.invariant} (${violation.rule})`;
}

function number(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('Not a whole number.');
  return value;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
