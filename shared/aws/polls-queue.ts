import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

const ENTRIES_PER_CALL = 10;

/** A poll of one tenant, after a delay of 0 to 900 s. */
export interface RequestedPoll {
  readonly tenantId: string;
  readonly delaySeconds: number;
}

/** @throws Error when SQS refused some; the tenants stay due, so the next tick asks for them again. */
export type RequestPolls = (polls: readonly RequestedPoll[]) => Promise<void>;

/** SendMessageBatch answers success when entries failed: `Failed` is looked at. The group keeps a standard queue fair. */
export function pollsQueue(client: SQSClient, queueUrl: string): RequestPolls {
  return async (polls) => {
    for (let start = 0; start < polls.length; start += ENTRIES_PER_CALL) {
      const entries = polls.slice(start, start + ENTRIES_PER_CALL).map(({ tenantId, delaySeconds }, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify({ tenantId }),
        MessageGroupId: tenantId,
        DelaySeconds: delaySeconds,
      }));
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
      if (Failed.length > 0) throw new Error(`SQS refused ${Failed.length} polls (${Failed[0]?.Code})`);
    }
  };
}
