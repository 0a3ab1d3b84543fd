import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { LetterName } from '../domain/letter-name.ts';

/** Looked through at most, so that one letter among very many does not take minutes. */
const MOST_LOOKED_AT = 2000;
const MESSAGES_PER_CALL = 10;
/** Long enough for the look; who dies in it hides the letters no longer. */
const HIDDEN_SECONDS = 60;

/** Deletes the copies of dead letters that are none any more; returns how many. The oldest are looked at first. */
export type DeleteCopies = (obsolete: readonly LetterName[]) => Promise<number>;

/**
 * A FIFO queue can't be browsed: what is looked at is received, so it is hidden for a moment, and shown again at the end. Nothing
 * depends on the copies but the alarm; the ledger knows which letters there are.
 */
export function deadLetterCopies(client: SQSClient, queueUrl: string): DeleteCopies {
  return async (obsolete) => {
    const wanted = new Set(obsolete.map(keyOf));
    const kept: Message[] = [];
    let deleted = 0;
    while (deleted < wanted.size && deleted + kept.length < MOST_LOOKED_AT) {
      const messages = await receive(client, queueUrl);
      if (messages.length === 0) break;
      const found = messages.filter((message) => wanted.has(keyOf(nameOf(message))));
      if (found.length > 0) deleted += await remove(client, queueUrl, found);
      kept.push(...messages.filter((message) => !found.includes(message)));
    }
    for (let start = 0; start < kept.length; start += MESSAGES_PER_CALL) {
      await show(client, queueUrl, kept.slice(start, start + MESSAGES_PER_CALL));
    }
    return deleted;
  };
}

function keyOf({ group, deduplicationId }: LetterName): string {
  return JSON.stringify([group, deduplicationId]);
}

function nameOf({ Attributes = {} }: Message): LetterName {
  return { group: Attributes.MessageGroupId ?? '', deduplicationId: Attributes.MessageDeduplicationId ?? '' };
}

async function receive(client: SQSClient, queueUrl: string): Promise<readonly Message[]> {
  const request = {
    QueueUrl: queueUrl,
    MaxNumberOfMessages: MESSAGES_PER_CALL,
    VisibilityTimeout: HIDDEN_SECONDS,
    // Without a wait, SQS asks only some of its servers, and may find nothing.
    WaitTimeSeconds: 1,
    MessageSystemAttributeNames: ['MessageGroupId' as const, 'MessageDeduplicationId' as const],
  };
  return (await client.send(new ReceiveMessageCommand(request))).Messages ?? [];
}

/** What SQS fails to delete stays until its retention ends. */
async function remove(client: SQSClient, queueUrl: string, messages: readonly Message[]): Promise<number> {
  const answer = await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: handles(messages) }));
  return answer.Successful?.length ?? 0;
}

async function show(client: SQSClient, queueUrl: string, messages: readonly Message[]): Promise<void> {
  const Entries = handles(messages).map((handle) => ({ ...handle, VisibilityTimeout: 0 }));
  await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
}

function handles(messages: readonly Message[]) {
  return messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
}
