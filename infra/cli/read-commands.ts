import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { type Command, commandData, commandEnvelope } from '../../shared/contract/command.ts';
import { describeIssue } from '../../shared/contract/describe-issue.ts';
import type { CliContext } from './cli-context.ts';
import { WrongUsage } from './cli-error.ts';
import { oneLine } from './one-line.ts';

/** A command that passed the check: as it is sent, and as the contract reads it. */
export interface CheckedCommand {
  readonly body: string;
  readonly command: Command;
}

const PROBLEMS_TOLD = 20;

/**
 * Reads one command or an array of them from a file, or from stdin for `-`, and checks each against the contract.
 * @throws WrongUsage with every problem and its path.
 */
export async function readCommands(context: CliContext, source: string): Promise<readonly CheckedCommand[]> {
  const json = parseJson(await readSource(context, source));
  const values = Array.isArray(json) ? json : [json];
  if (values.length === 0) throw new WrongUsage('The array holds no command.');
  const checked = values.map((value, index) => checkCommand(value, Array.isArray(json) ? [index] : []));
  const problems = checked.flatMap((check) => ('problems' in check ? check.problems : []));
  if (problems.length > 0)
    throw new WrongUsage(`Nothing was sent.${listed(problems.map((problem) => oneLine(problem)))}`);
  return checked.flatMap((check) => ('problems' in check ? [] : [check]));
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

type Check = CheckedCommand | { readonly problems: readonly string[] };

/** Both halves are checked even if the first has problems, so that all are told at once. */
function checkCommand(value: unknown, path: readonly PropertyKey[]): Check {
  const whole = 'command';
  const envelope = commandEnvelope.safeParse(value);
  const { type, data } = (value ?? {}) as { type?: string; data?: unknown };
  const schema = Object.entries(commandData).find(([name]) => name === type)?.[1];
  const parsed = schema?.safeParse(data);
  const problems = [
    ...(envelope.error?.issues ?? []).map((issue) => describeIssue(issue, { path, whole })),
    ...(parsed?.error?.issues ?? []).map((issue) => describeIssue(issue, { path: [...path, 'data'], whole })),
  ];
  if (!envelope.success || !parsed?.success) return { problems };
  return { body: JSON.stringify(value), command: { ...envelope.data, data: parsed.data } };
}

function listed(problems: readonly string[]): string {
  const more = problems.length - PROBLEMS_TOLD;
  const lines = [...problems.slice(0, PROBLEMS_TOLD), ...(more > 0 ? [`… and ${more} more`] : [])];
  return lines.map((line) => `\n  ${line}`).join('');
}
