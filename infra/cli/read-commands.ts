import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { checkCommand, sizeProblem } from '../../shared/contract/check-command.ts';
import type { Command } from '../../shared/contract/command.ts';
import { commandTaxProblem } from '../../shared/domain/check-tax.ts';
import type { TenantSettings } from '../../shared/domain/tenant-settings.ts';
import type { CliContext } from './cli-context.ts';
import { WrongUsage } from './cli-error.ts';
import { oneLine } from './one-line.ts';

/** A command that passed the check: as it is sent, and as the contract reads it. */
export interface CheckedCommand {
  readonly body: string;
  readonly command: Command;
}

export interface CheckWish {
  /** Those of the tenant, where they are known. */
  readonly settings?: TenantSettings;
  /** What is said first where there are problems. */
  readonly verdict: string;
}

const PROBLEMS_TOLD = 20;

/**
 * Reads one command or an array of them from a file, or from stdin for `-`, and checks each as the writer will: schema, then, with
 * settings, tax rules.
 * @throws WrongUsage with every problem and its path, a line each
 */
export async function readCommands(
  context: CliContext,
  source: string,
  { settings, verdict }: CheckWish,
): Promise<readonly CheckedCommand[]> {
  const json = parseJson(await readSource(context, source));
  const values = Array.isArray(json) ? json : [json];
  if (values.length === 0) throw new WrongUsage('The array holds no command.');
  const checked = values.map((value, index) => check(value, Array.isArray(json) ? [index] : [], settings));
  const problems = checked.flatMap((one) => ('problems' in one ? one.problems : []));
  if (problems.length > 0) throw new WrongUsage(`${verdict}: ${listed(problems)}`);
  return checked.flatMap((one) => ('problems' in one ? [] : [one]));
}

async function readSource({ stdin }: CliContext, source: string): Promise<string> {
  try {
    return source === '-' ? await text(stdin) : await readFile(source, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new WrongUsage(`"${source}" can't be read (${code}). Give a file with JSON, or "-" for stdin.`);
  }
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new WrongUsage(`This is not JSON: ${oneLine((error as Error).message)}`);
  }
}

function check(
  value: unknown,
  path: readonly PropertyKey[],
  settings: TenantSettings | undefined,
): CheckedCommand | { readonly problems: readonly string[] } {
  const body = JSON.stringify(value);
  const tooLarge = sizeProblem(body);
  if (tooLarge) return { problems: [[...path, tooLarge].map(String).join(': ')] };
  const checked = checkCommand(value, { path, whole: 'command' });
  if ('problems' in checked) return checked;
  const problem = settings && commandTaxProblem(checked.command, settings);
  return problem ? { problems: [[...path, problem].map(String).join('.')] } : { body, command: checked.command };
}

function listed(problems: readonly string[]): string {
  const more = problems.length - PROBLEMS_TOLD;
  const lines = [
    ...problems.slice(0, PROBLEMS_TOLD).map((problem) => oneLine(problem)),
    ...(more > 0 ? [`… and ${more} more`] : []),
  ];
  const count = `${problems.length} problem${problems.length === 1 ? '' : 's'}.`;
  return [count, ...lines].join('\n  ');
}
