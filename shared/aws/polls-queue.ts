import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from '@aws-sdk/client-sqs';

const ENTRIES_PER_CALL = 10;
/** 20,000 polls are asked for within some seconds. */
const CALLS_AT_ONCE = 10;
const ATTEMPTS = 3;
const PAUSE_MS = 50;

/** A poll of one tenant, after a delay of 0 to 900 s. */
export interface RequestedPoll {
  readonly tenantId: string;
  readonly delaySeconds: number;
}

/**
 * @throws Error when SQS refused some, after it was asked for all others; their tenants stay due, so the next tick asks for them
 * again.
 */
export type RequestPolls = (polls: readonly RequestedPoll[]) => Promise<void>;

/** The group keeps a standard queue fair. */
export function pollsQueue(client: SQSClient, queueUrl: string): RequestPolls {
  return async (polls) => {
    const waiting = batches(polls);
    const sendWaiting = async () => {
      const errors: unknown[] = [];
      for (const batch of waiting) await sendBatch(client, queueUrl, batch).catch((error) => errors.push(error));
      return errors;
    };
    const errors = (await Promise.all(Array.from({ length: CALLS_AT_ONCE }, sendWaiting))).flat();
    if (errors.length > 0) throw errors[0];
  };
}

/** SendMessageBatch answers success when entries failed: `Failed` is looked at, and those are sent again. */
async function sendBatch(
  client: SQSClient,
  queueUrl: string,
  batch: readonly SendMessageBatchRequestEntry[],
): Promise<void> {
  let rest = batch;
  let lastCode: string | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS && rest.length > 0; attempt += 1) {
    if (attempt > 1) await sleep(PAUSE_MS * 2 ** attempt * Math.random());
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [...rest] }));
    lastCode = Failed[0]?.Code;
    rest = rest.filter(({ Id }) => Failed.some((failed) => failed.Id === Id));
  }
  if (rest.length > 0) throw new Error(`SQS refused ${rest.length} polls (${lastCode})`);
}

/** One iterator for all who send: each batch is taken once. */
function* batches(polls: readonly RequestedPoll[]): Generator<readonly SendMessageBatchRequestEntry[]> {
  for (let start = 0; start < polls.length; start += ENTRIES_PER_CALL) {
    yield polls.slice(start, start + ENTRIES_PER_CALL).map(({ tenantId, delaySeconds }, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify({ tenantId }),
      MessageGroupId: tenantId,
      DelaySeconds: delaySeconds,
    }));
  }
}
