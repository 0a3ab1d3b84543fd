import { rm } from 'node:fs/promises';
import process from 'node:process';
import { Command, InvalidArgumentError } from 'commander';
import type { Template } from '../../infra/local/runtime/template.ts';
import { synthesizeLocalStage } from '../../infra/local/synthesize.ts';
import { describeRemoval, isMissed, type Removal, removalsOf } from './removal.ts';
import { runWalk, type Walked, type WalkOptions } from './run-walk.ts';
import { takeOut } from './take-out.ts';

interface Options {
  readonly only?: string;
  readonly statements?: boolean;
  readonly atOnce: number;
}

/** In place of the sandbox's address: each walk has a sandbox of its own. */
const NOWHERE = 'http://127.0.0.1:9/api/v1';
const PATIENCE_MS = 120_000;
/** What a step may take beyond three times its usual time. */
const GRACE_MS = 10_000;

await new Command('check:permissions')
  .description(
    'Takes each statement out of the role of each function, then each action on each resource of it, one at a time: a step of the walk must fail.',
  )
  .option('--only <function>', 'of this function only, for example poll-tenant')
  .option('--statements', 'whole statements only')
  .option('--at-once <n>', 'how many accounts run side by side', atLeastOne, 2)
  .action(checkPermissions)
  .parseAsync();

async function checkPermissions(options: Options): Promise<void> {
  const { template, assemblyDir } = await synthesizeLocalStage({
    sevdeskUrl: NOWHERE,
    tickSeconds: 1,
    readOnly: false,
  });
  const assemblyOf =
    (altered: Template): WalkOptions['assembly'] =>
    (sevdeskUrl) => {
      const text = JSON.stringify(altered).replaceAll(NOWHERE, sevdeskUrl);
      return { template: JSON.parse(text) as Template, assemblyDir };
    };
  try {
    const whole = await runWalk({ assembly: assemblyOf(template), takes: () => true, patienceMs: () => PATIENCE_MS });
    const failed = whole.steps.find(({ failure }) => failure !== undefined);
    if (failed) throw new Error(`With all permissions, "${failed.name}" fails: ${failed.failure}`);
    const removals = removalsOf(whole.grants).filter((removal) => isAsked(removal, options));
    const check = (removal: Removal) => noticing(removal, whole, assemblyOf(takeOut(template, removal)));
    const unnoticed = await checkEach(removals, options.atOnce, check);
    console.log(`\n${removals.length} taken out, ${removals.length - unnoticed} noticed, ${unnoticed} not noticed.`);
    console.log(
      'Not taken out: logs:CreateLogStream and logs:PutLogEvents. Lambda writes logs; the local account has no such service.',
    );
    process.exitCode = unnoticed > 0 || removals.length === 0 ? 1 : 0;
  } finally {
    await rm(assemblyDir, { recursive: true, force: true });
  }
}

function isAsked({ functionName, pair }: Removal, { only, statements }: Options): boolean {
  return functionName.endsWith(only ? `-${only}` : '') && !(statements && pair);
}

/** Answers how many were not noticed. */
async function checkEach(
  removals: readonly Removal[],
  atOnce: number,
  check: (removal: Removal) => Promise<string | undefined>,
): Promise<number> {
  const left = [...removals];
  let unnoticed = 0;
  const work = async () => {
    for (let removal = left.shift(); removal; removal = left.shift()) {
      const noticed = await check(removal);
      if (noticed === undefined) unnoticed += 1;
      console.log(`${describeRemoval(removal)}\n    ${noticed === undefined ? 'NOT NOTICED' : `noticed: ${noticed}`}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return unnoticed;
}

/**
 * The step that fails without it, and why. Only those that asked for it in the whole walk are walked. One that fails without having been
 * denied anything says nothing about permissions.
 */
async function noticing(
  removal: Removal,
  whole: Walked,
  assembly: WalkOptions['assembly'],
): Promise<string | undefined> {
  const usual = new Map(whole.steps.map((step) => [step.name, step]));
  const { steps } = await runWalk({
    assembly,
    takes: (name) => usual.get(name)?.asked.some((asked) => isMissed(removal, asked)) ?? false,
    patienceMs: (name) => GRACE_MS + 3 * (usual.get(name)?.ms ?? 0),
  });
  const denied = steps.some(({ asked }) => asked.some((one) => !one.allowed && isMissed(removal, one)));
  const failed = steps.find(({ failure }) => failure !== undefined);
  return denied && failed ? `"${failed.name}" (${failed.failure?.split('\n')[0]})` : undefined;
}

function atLeastOne(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1.');
}
