import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { failedMessageIds } from './batch-response.ts';
import type { FunctionHost, FunctionLog } from './function-host.ts';
import { sqsEvent } from './sqs-event.ts';

/** A queue whose messages a function works off. */
export interface EventSourceMapping {
  readonly queueArn: string;
  readonly queueUrl: string;
  readonly functionName: string;
  /** 1 to 10. */
  readonly batchSize: number;
  /** How many invocations run at once. */
  readonly maxConcurrency: number;
  readonly reportsBatchItemFailures: boolean;
}

export interface MappingDependencies {
  readonly sqs: SQSClient;
  readonly invoke: FunctionHost['invoke'];
  readonly onLog: FunctionLog;
}

const WAIT_SECONDS = 5;
const RETRY_MS = 1000;

/**
 * Starts as many slots as invocations may run at once. Each receives only when it has nothing to do, so a message never
 * waits, received, for a free function. What the function did not take comes back after the queue's visibility timeout.
 * The answer stops receiving, and resolves when the invocations that run have ended.
 */
export function startEventSourceMapping(
  mapping: EventSourceMapping,
  dependencies: MappingDependencies,
): () => Promise<void> {
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const slots = Array.from({ length: mapping.maxConcurrency }, () => workSlot(mapping, dependencies, stopping.signal));
  return async () => {
    stopping.abort();
    await Promise.all(slots);
  };
}

async function workSlot(
  mapping: EventSourceMapping,
  dependencies: MappingDependencies,
  stopping: AbortSignal,
): Promise<void> {
  const log = (line: string) => dependencies.onLog(mapping.functionName, line);
  while (!stopping.aborted) {
    try {
      const messages = await receive(mapping, dependencies.sqs, stopping);
      if (messages.length > 0) await deliver(mapping, dependencies, messages);
    } catch (error) {
      if (stopping.aborted) return;
      log(`${mapping.queueUrl} does not answer, once more in ${RETRY_MS} ms: ${(error as Error).message}`);
      await sleep(RETRY_MS, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
}

async function receive(
  { queueUrl, batchSize }: EventSourceMapping,
  sqs: SQSClient,
  abortSignal: AbortSignal,
): Promise<readonly Message[]> {
  const request = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: batchSize,
    WaitTimeSeconds: WAIT_SECONDS,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
  return (await sqs.send(request, { abortSignal })).Messages ?? [];
}

async function deliver(
  mapping: EventSourceMapping,
  { sqs, invoke }: MappingDependencies,
  messages: readonly Message[],
): Promise<void> {
  const failed = await invoke(mapping.functionName, sqsEvent(messages, mapping.queueArn)).then(
    (response) => (mapping.reportsBatchItemFailures ? failedMessageIds(response, messages) : new Set()),
    // The host has logged it.
    () => new Set(messages.map(({ MessageId }) => MessageId)),
  );
  const done = messages.filter(({ MessageId }) => !failed.has(MessageId));
  if (done.length === 0) return;
  const { Failed = [] } = await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl: mapping.queueUrl,
      Entries: done.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
    }),
  );
  if (Failed.length > 0) throw new Error(`${Failed.length} messages were not deleted: ${Failed[0]?.Message}`);
}
