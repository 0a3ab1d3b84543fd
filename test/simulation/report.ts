import { generateHistory } from './generate.ts';
import { wordsOf } from './history.ts';
import { profileOf } from './profiles.ts';
import type { BrokenSeed, SeedRange } from './run-seeds.ts';
import { shrink } from './shrink.ts';
import { simulate } from './world.ts';

const LAST_LINES = 60;

/** What went wrong under a seed, as short as it can be told. */
export async function reportBroken(
  { seed, violation }: BrokenSeed,
  { profile, steps }: Pick<SeedRange, 'profile' | 'steps'>,
  lastLines = LAST_LINES,
): Promise<string> {
  const history = generateHistory(seed, profileOf(profile), steps);
  const shortest = await shrink({ history, violation });
  const lines: string[] = [];
  await simulate(shortest.history, (line) => lines.push(line));
  const setting = Object.entries(shortest.history.setting).map(([name, value]) => `${name}=${value}`);
  return [
    `Seed ${seed} breaks ${violation.invariant} (${violation.rule}): ${violation.text}`,
    '',
    `The shortest history that does (${shortest.history.steps.length} of ${history.steps.length} steps); negative times made the account:`,
    ...shortest.history.steps.map(wordsOf),
    '',
    `Under ${setting.join(' ')}:`,
    ...lines.slice(-lastLines),
    '',
    `It breaks ${shortest.violation.invariant} (${shortest.violation.rule}): ${shortest.violation.text}`,
    `Again: npm run simulate -- --seed ${seed} --ops ${steps} --profile ${profile}`,
  ].join('\n');
}
