import type { CommandType } from '../../../contract/command.ts';
import { CommandRefused } from '../../../domain/sevdesk-error.ts';
import type { CommandStep, Prepared, StepContext } from '../command-plan.ts';

type LookingStep<T extends CommandType> = CommandStep<T> & Required<Pick<CommandStep<T>, 'lookFor'>>;

/**
 * A step that looks once more before it calls again. A call may take effect long after its connection broke: after the looks that
 * found nothing, while the command waited for something else. The first try costs no look.
 */
export function lookingAgain<T extends CommandType>(step: LookingStep<T>): CommandStep<T> {
  return {
    ...step,
    prepare: async (context) => (await lateEffect(step, context)) ?? (await step.prepare(context)),
  };
}

/** @throws CommandRefused where it can't be known */
async function lateEffect<T extends CommandType>(
  step: LookingStep<T>,
  context: StepContext<T>,
): Promise<Prepared | undefined> {
  if (!context.isRepeated) return undefined;
  const finding = await step.lookFor(context);
  if (finding.kind === 'ambiguous') throw new CommandRefused('ambiguous', finding.message);
  return finding.kind === 'found' ? { kind: 'done', outcome: finding.outcome } : undefined;
}
