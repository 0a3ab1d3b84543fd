import type { Message } from '@aws-sdk/client-sqs';
import { z } from 'zod';

const responseSchema = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish(),
});

/**
 * The messages that a function reports as failed. As on AWS, no answer means that all succeeded, and an answer that
 * can't be read, or that names a message of another batch, that all failed.
 */
export function failedMessageIds(response: unknown, batch: readonly Message[]): ReadonlySet<string | undefined> {
  const batchIds = new Set(batch.map(({ MessageId }) => MessageId));
  const parsed = responseSchema.safeParse(response ?? {});
  if (!parsed.success) return batchIds;
  const failed = (parsed.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((id) => batchIds.has(id)) ? new Set(failed) : batchIds;
}
