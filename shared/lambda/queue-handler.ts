import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { CountName } from '../domain/log.ts';
import { logger } from './logger.ts';
import { count } from './metrics.ts';
import { wrapHandler } from './wrap-handler.ts';

/** What is to happen to a message: it is done with, or hidden and delivered again. */
export type MessageOutcome = { readonly kind: 'done' } | { readonly kind: 'hide'; readonly seconds: number };

export interface QueueHandlerOptions {
  /** Carries out one message. `deadlineMs`: when this invocation ends. */
  readonly step: (record: SQSRecord, deadlineMs: number) => Promise<MessageOutcome>;
  /** What every log line about the message carries. */
  readonly logKeys: (record: SQSRecord) => Record<string, string>;
  /** What a message that failed counts as, where the step does not count it. */
  readonly failures?: CountName;
  /** Needed by steps that hide messages. */
  readonly hiding?: { readonly client: SQSClient; readonly queueUrl: string };
}

/**
 * A function behind a queue. A message that fails is reported as a batch item failure, never thrown: a thrown error would
 * slow the event source down for all tenants.
 */
export function queueHandler(options: QueueHandlerOptions) {
  return wrapHandler<SQSEvent, SQSBatchResponse>(async ({ Records }, context) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const record of Records) {
      if (!(await isDone(options, record, context))) batchItemFailures.push({ itemIdentifier: record.messageId });
    }
    return { batchItemFailures };
  });
}

async function isDone(options: QueueHandlerOptions, record: SQSRecord, context: Context): Promise<boolean> {
  const { step, hiding, logKeys, failures } = options;
  try {
    logger.appendKeys(logKeys(record));
    const outcome = await step(record, Date.now() + context.getRemainingTimeInMillis());
    if (outcome.kind === 'hide') await hide(hiding, record, outcome.seconds);
    return outcome.kind === 'done';
  } catch (error) {
    logger.error('The message failed; SQS delivers it again', { error: error as Error });
    if (failures) count(failures);
    return false;
  }
}

/** The message shows again after `seconds`; until then a FIFO queue holds back its group, which is its tenant. */
async function hide(hiding: QueueHandlerOptions['hiding'], record: SQSRecord, seconds: number): Promise<void> {
  if (!hiding) throw new Error('This queue does not hide messages');
  await hiding.client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: hiding.queueUrl,
      ReceiptHandle: record.receiptHandle,
      VisibilityTimeout: Math.min(Math.max(0, Math.ceil(seconds)), 43_200),
    }),
  );
}
