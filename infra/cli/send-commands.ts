import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Command } from '../../shared/contract/command.ts';
import { CommandFailed } from './cli-error.ts';
import { explainError } from './explain-error.ts';
import type { CheckedCommand } from './read-commands.ts';

export interface SentCommand {
  readonly command: Command;
  /** The message that it was sent as. */
  readonly messageId: string;
}

/** Sends commands one after the other, so that each tenant's keep their order; yields each as it is taken. */
export async function* sendCommands(
  client: SQSClient,
  queueUrl: string,
  commands: readonly CheckedCommand[],
): AsyncGenerator<SentCommand> {
  for (const [sent, { body, command }] of commands.entries()) {
    const { tenantId, commandId } = command;
    const message = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageGroupId: tenantId });
    const { MessageId = '' } = await client.send(message).catch((error: unknown) => {
      throw sent === 0 ? error : stoppedAt({ sent, commandId, of: commands.length }, error);
    });
    yield { command, messageId: MessageId };
  }
}

function stoppedAt({ sent, of, commandId }: { sent: number; of: number; commandId: string }, error: unknown): Error {
  return new CommandFailed(
    `${sent} of ${of} were sent, then "${commandId}" was not: ${explainError(error)} Sending all again is safe: a commandId takes effect once.`,
  );
}
