import { CommanderError } from 'commander';
import { tokenForms } from '../../shared/domain/token-forms.ts';
import type { CliContext } from './cli-context.ts';
import { say } from './cli-context.ts';
import { WrongUsage } from './cli-error.ts';
import { explainError } from './explain-error.ts';
import { createProgram } from './program.ts';

/** Runs one command line (without `node` and script). Returns the exit code: 0, 1 for a failure, 2 for wrong usage. */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  try {
    await createProgram(context).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    // commander has said it already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    say(context, withoutSecrets(context, `sevdesk-relay: ${explainError(error)}`));
    if (context.env.DEBUG && error instanceof Error) say(context, withoutSecrets(context, error.stack ?? ''));
    return error instanceof WrongUsage ? 2 : 1;
  }
}

function withoutSecrets({ secrets }: CliContext, text: string): string {
  return [...secrets].reduce((clean, secret) => tokenForms(secret).hide(clean), text);
}
