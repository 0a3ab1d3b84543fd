import type { BrokenSeed, SeedRange } from './run-seeds.ts';
import { shrink } from './shrink.ts';
import type { AnyHistory, Subject } from './subject.ts';

const LAST_LINES = 60;

/** What went wrong under a seed, as short as it can be told. */
export async function reportBroken<H extends AnyHistory>(
  { generate, simulate, wordsOf, flags }: Subject<H>,
  { seed, violation }: BrokenSeed,
  { profile, steps, lastLines = LAST_LINES }: Pick<SeedRange, 'profile' | 'steps'> & { readonly lastLines?: number },
): Promise<string> {
  const history = generate(seed, profile, steps);
  const shortest = await shrink({ history, violation }, simulate);
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
    `Again: npm run simulate -- ${flags}--seed ${seed} --ops ${steps} --profile ${profile}`,
  ].join('\n');
}
