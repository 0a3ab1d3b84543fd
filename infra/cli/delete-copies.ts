import { deadLetterCopies } from '../../shared/aws/dead-letter-copies.ts';
import type { LetterName } from '../../shared/domain/letter-name.ts';
import { type CliContext, say } from './cli-context.ts';
import { explainError } from './explain-error.ts';
import type { OpenStage } from './open-stage.ts';
import { queueUrl } from './queue-depth.ts';

/** Deletes the copies of letters that are none any more. What was done before stands, even where this fails. */
export async function deleteCopies(
  context: CliContext,
  { sqs, names }: Pick<OpenStage, 'sqs' | 'names'>,
  letters: readonly LetterName[],
): Promise<void> {
  try {
    await deadLetterCopies(sqs, await queueUrl(sqs, names.commandDeadLetters))(letters);
  } catch (error) {
    say(context, `Copies may still be in the dead-letter queue, and keep its alarm on: ${explainError(error)}`);
  }
}
