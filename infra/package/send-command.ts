import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { sizeProblem } from '../../shared/contract/check-command.ts';
import type { Command, CommandType } from '../../shared/contract/command.ts';
import { InvalidCommand, parseCommand } from '../../shared/contract/parse-command.ts';
import { commandQueueUrl } from './command-queue-url.ts';

/** A command as it is given to `sendCommand`: its `type` says what `data` has to be; `version` may be left out. */
export type CommandToSend<T extends CommandType = CommandType> = {
  [K in T]: Omit<Command<K>, 'version'> & Partial<Pick<Command<K>, 'version'>>;
}[T];

export interface SendOptions {
  /** The stage whose relay carries it out, for example `prod`. */
  readonly stage: string;
  /** A client of your own. Else one for the whole process, which finds region and credentials by the SDK's rules. */
  readonly sqs?: SQSClient | undefined;
}

export interface SentCommand {
  /** SQS's id of the message: it names a command that was refused before its `commandId` could be read. */
  readonly messageId: string;
}

/**
 * Checks a command and puts it into the command queue of a stage, behind the tenant's earlier ones. Sending it again is safe: a
 * `commandId` takes effect once. What became of it, an event tells: `command.succeeded`, `command.failed` or `command.parked`.
 * @throws InvalidCommand with all its problems, before anything is sent
 * @throws StageNotFound when the stage has no command queue in this account and region
 */
export async function sendCommand(command: CommandToSend, { stage, sqs }: SendOptions): Promise<SentCommand> {
  const body = JSON.stringify({ ...command, version: command?.version ?? 1 });
  const { tenantId } = checked(body);
  const client = sqs ?? processClient();
  const queueUrl = await commandQueueUrl(client, stage);
  const message = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageGroupId: tenantId });
  const { MessageId = '' } = await client.send(message);
  return { messageId: MessageId };
}

const UPLOAD =
  'Upload a receipt with "sevdesk-relay file upload", and name it by its key instead of sending its content.';

/** Of what will be sent, since JSON leaves out `undefined` and makes text of a `Date`. */
function checked(body: string): Command {
  const tooLarge = sizeProblem(body);
  if (tooLarge) throw new InvalidCommand([`${tooLarge} ${UPLOAD}`]);
  return parseCommand(body);
}

let ownClient: SQSClient | undefined;
function processClient(): SQSClient {
  ownClient ??= new SQSClient({});
  return ownClient;
}
