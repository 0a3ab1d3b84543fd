import { checkCommand, sizeProblem } from './check-command.ts';
import type { Command } from './command.ts';
import { listed } from './listed.ts';
import { parseJson } from './parse-json.ts';
import { repeatedProblem } from './repeated-name.ts';

/** It is no command, or not as the contract says: the relay would refuse it as `invalid_command`. */
export class InvalidCommand extends Error {
  override readonly name = 'InvalidCommand';
  /** Each says where it is and what is allowed there, never what was given. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Not a command of sevdesk-relay: ${listed(problems)}`);
    this.problems = problems;
  }
}

/**
 * A command, or its JSON text, checked as the relay checks it before it asks anybody. What depends on the tenant (its taxes, what is
 * there in sevdesk) shows when it is carried out.
 * @throws InvalidCommand
 */
export function parseCommand(input: unknown): Command {
  const text = typeof input === 'string' ? input : jsonOf(input);
  const tooLarge = sizeProblem(text);
  if (tooLarge) throw new InvalidCommand([tooLarge]);
  // What is sent is what JSON makes of it.
  const value = parseJson(text);
  if (value === undefined) throw new InvalidCommand(['command: must be JSON']);
  const repeated = repeatedProblem(text);
  if (repeated) throw new InvalidCommand([repeated]);
  const checked = checkCommand(value, { path: [], whole: 'command' });
  if ('problems' in checked) throw new InvalidCommand(checked.problems);
  return checked.command;
}

function jsonOf(input: unknown): string {
  try {
    return JSON.stringify(input) ?? '';
  } catch {
    return '';
  }
}
