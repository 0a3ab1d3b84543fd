import { gzipSync } from 'node:zlib';
import { type MessageAttributeValue, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { CommandFailure } from '../domain/ledger-entry.ts';
import type { LetterName } from '../domain/letter-name.ts';

/** SQS takes body and attributes up to 1 MiB together; some room is left for the names of attributes. */
const MESSAGE_BYTES = 1_048_576 - 4096;
const ATTRIBUTE_CHARACTERS = 1000;

/** A command on its way out of the game, with its cause. */
export interface DeadLetter extends LetterName {
  /** The message as it came. */
  readonly body: string;
  readonly attempts: number;
  readonly failure: CommandFailure;
}

export type SendDeadLetter = (letter: DeadLetter) => Promise<void>;

/** Copies commands to the dead letters, the cause in message attributes. */
export function deadLetters(client: SQSClient, queueUrl: string): SendDeadLetter {
  return async (letter) => {
    const attributes = causeAttributes(letter);
    const size = Buffer.byteLength(letter.body) + JSON.stringify(attributes).length;
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageGroupId: letter.group,
        MessageDeduplicationId: letter.deduplicationId,
        ...(size <= MESSAGE_BYTES
          ? { MessageBody: letter.body, MessageAttributes: attributes }
          : compressed(letter, attributes)),
      }),
    );
  };
}

/** A body that leaves no room for its cause travels compressed, as the binary attribute `body`. */
function compressed({ body }: DeadLetter, attributes: Record<string, MessageAttributeValue>) {
  const value = { DataType: 'Binary', BinaryValue: gzipSync(body) };
  const note = 'The command leaves no room for its cause: it is in the message attribute "body", compressed with gzip.';
  return { MessageBody: JSON.stringify({ note }), MessageAttributes: { ...attributes, body: value } };
}

function causeAttributes({ attempts, failure }: DeadLetter): Record<string, MessageAttributeValue> {
  const { sevdesk = {} } = failure;
  const values = {
    reason: failure.reason,
    message: failure.message,
    attempts: String(attempts),
    sevdeskStatus: sevdesk.status === undefined ? undefined : String(sevdesk.status),
    sevdeskCode: sevdesk.code,
    exceptionUUID: sevdesk.exceptionUUID,
  };
  const present = Object.entries(values).filter(([, value]) => value);
  return Object.fromEntries(
    present.map(([name, value]) => [name, { DataType: 'String', StringValue: allowedText(String(value)) }]),
  );
}

/** SQS refuses control characters, lone surrogates and two non-characters. */
function allowedText(text: string): string {
  const wellFormed = text.toWellFormed();
  return wellFormed.replace(/[^\t\n\r\P{Cc}]|[\ufffe\uffff]/gu, ' ').slice(0, ATTRIBUTE_CHARACTERS);
}

export interface ResentCommand {
  readonly tenantId: string;
  readonly commandId: string;
  readonly body: string;
  /** Differs for each time it is sent again: SQS swallows repeats within five minutes, and the body is the same. */
  readonly round: string;
}

export type ResendCommand = (command: ResentCommand) => Promise<void>;

/** Puts a command back into the command queue. */
export function commandQueue(client: SQSClient, queueUrl: string): ResendCommand {
  return async ({ tenantId, commandId, body, round }) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: body,
        MessageGroupId: tenantId,
        // The tenant's id comes last, since it may be cut: SQS compares within the group, which is the tenant.
        MessageDeduplicationId: `${commandId}#${round}@${tenantId}`.slice(0, 128),
      }),
    );
  };
}

/** Sends a body to the command queue as it is, and answers the id of the message. */
export type ForwardCommand = (message: { readonly group: string; readonly body: string }) => Promise<string>;

/** As a product sends it: the queue itself drops a body that the group had within five minutes. */
export function forwardCommand(client: SQSClient, queueUrl: string): ForwardCommand {
  return async ({ group, body }) => {
    const { MessageId = '' } = await client.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageGroupId: group }),
    );
    return MessageId;
  };
}
