import { commandLetter, type LetterName } from '../../shared/domain/letter-name.ts';
import { type RedriveDependencies, redriveCommand } from '../../shared/operations/redrive-commands.ts';
import type { LeftAlone, RedriveStep } from '../../shared/operations/redrive-plan.ts';
import { type CliContext, print } from './cli-context.ts';
import { CommandFailed } from './cli-error.ts';
import { explainError } from './explain-error.ts';
import { describeRun } from './format-redrive.ts';
import { showNumber } from './show-number.ts';
import { showProgress } from './show-progress.ts';

export interface RedriveAllDependencies extends RedriveDependencies {
  /** Called with each letter that is none any more, so that its copy can go, however the others fare. */
  readonly onGone: (letter: LetterName) => void;
}

/**
 * Redrives one command after the other, so that they keep their order. Each is printed as soon as it is sent; on a
 * terminal, many show a bar instead. Returns those that
 * were left as they are.
 * @throws CommandFailed that says how far it came, when AWS fails in the middle.
 */
export async function redriveAll(
  context: CliContext,
  dependencies: RedriveAllDependencies,
  steps: readonly RedriveStep[],
): Promise<readonly LeftAlone[]> {
  const progress = showProgress(context, steps.length);
  const left: LeftAlone[] = [];
  try {
    for (const [index, step] of steps.entries()) {
      const done = await redriveCommand(dependencies, step).catch((error: unknown) => {
        throw stoppedAt({ sent: index - left.length, of: steps.length, commandId: step.entry.commandId }, error);
      });
      if ('why' in done) left.push(done);
      else {
        const { commandId, run } = done.entry;
        const { looksFirst } = done;
        if (!progress.isBar) print(context, `Redriven: ${describeRun({ commandId, run, looksFirst })}`);
        dependencies.onGone(commandLetter({ ...done.entry, run: run - 1 }));
      }
      progress.advance();
    }
  } finally {
    progress.end();
  }
  if (progress.isBar) print(context, `Redriven: ${showNumber(steps.length - left.length)} commands.`);
  return left;
}

function stoppedAt({ sent, of, commandId }: { sent: number; of: number; commandId: string }, error: unknown): Error {
  const cause = explainError(error);
  return new CommandFailed(
    `${sent} of ${of} were redriven, then "${commandId}" was not: ${cause} The same redrive again goes on from there.`,
  );
}
