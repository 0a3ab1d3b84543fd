import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import Table from 'cli-table3';
import { Command } from 'commander';
import type { BrokenSeed } from '../run-seeds.ts';
import { MUTANTS, type Mutant } from './mutants.ts';

const COPIED = ['functions', 'infra', 'shared', 'test', 'package.json'];
const root = join(import.meta.dirname, '../../..');

interface Options {
  readonly seeds: string;
  readonly ops: string;
  readonly only?: string;
  readonly writer?: boolean;
}

new Command('simulate:mutants')
  .description(
    'Takes out one guard of change detection or of the writer at a time: each must be missed, and nothing else.',
  )
  .option('--seeds <n>', 'histories in which it must be', '50')
  .option('--ops <n>', 'steps of each history', '300')
  .option('--only <name>', 'this mutant only')
  .option('--writer', 'mutants of the writer only')
  .action(run)
  .parse();

/** The unpatched source must keep its promises in the very histories in which the patched one breaks them. */
function run(options: Options): void {
  const mutants = MUTANTS.filter(
    ({ name, subject }) => (options.only ?? name) === name && (!options.writer || subject === 'writer'),
  );
  const table = new Table({
    head: ['guard', 'taken out by', 'profile', 'caught at seed', 'breaks', 'with the guard'],
    style: { head: [], border: [] },
  });
  let failed = mutants.length === 0;
  for (const mutant of mutants) {
    const broken = inCopy((folder) => firstBroken(patched(folder, mutant), mutant, options));
    const sound = firstBroken(root, mutant, options);
    failed ||= broken === null || sound !== null;
    const { name, guard, profile } = mutant;
    const missed = broken ? `${broken.violation.invariant} (${broken.violation.rule.trim()})` : 'nothing';
    table.push([
      guard,
      name,
      profile,
      broken?.seed ?? 'NOT CAUGHT',
      missed,
      sound ? `BROKEN at ${sound.seed}` : 'holds',
    ]);
    process.stdout.write(`${name}: ${broken ? `caught at seed ${broken.seed}` : 'NOT CAUGHT'}\n`);
  }
  process.stdout.write(`${table.toString()}\n`);
  process.exitCode = failed ? 1 : 0;
}

function inCopy<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'sevdesk-relay-mutant-'));
  try {
    for (const part of COPIED) cpSync(join(root, part), join(folder, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws Error when the patch no longer fits the source. */
function patched(folder: string, { name }: Mutant): string {
  const patch = join(import.meta.dirname, `${name}.patch`);
  const { status, stderr } = spawnSync('git', ['apply', '--unsafe-paths', patch], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name}.patch no longer fits the source:\n${stderr}`);
  return folder;
}

/** The first seed under which the source in a folder breaks a promise. */
function firstBroken(folder: string, { subject, profile }: Mutant, { seeds, ops }: Options): BrokenSeed | null {
  const args = [
    join(folder, 'test/simulation/main.ts'),
    '--json',
    ...(subject === 'writer' ? ['--writer'] : []),
    '--seeds',
    seeds,
    '--ops',
    ops,
    '--profile',
    profile,
  ];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (stdout.trim() === '') throw new Error(`The simulation did not run:\n${stderr}`);
  return JSON.parse(stdout);
}
