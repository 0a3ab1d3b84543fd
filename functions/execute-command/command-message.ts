import type { SQSRecord } from 'aws-lambda';
import type { CommandMessage } from './command-dependencies.ts';

/** The message as the step sees it. */
export function commandMessage(record: SQSRecord, deadlineMs: number): CommandMessage {
  return {
    messageId: record.messageId,
    body: record.body,
    group: record.attributes.MessageGroupId ?? '',
    sentAtMs: Number(record.attributes.SentTimestamp),
    receives: Number(record.attributes.ApproximateReceiveCount),
    deadlineMs,
  };
}

/** Tenant and command for every log line about a message, whatever the message is like. */
export function commandLogKeys(record: SQSRecord): Record<string, string> {
  const commandId = /"commandId"\s*:\s*"([A-Za-z0-9._:-]{1,64})"/.exec(record.body.slice(0, 10_000))?.[1];
  return {
    tenantId: record.attributes.MessageGroupId ?? '',
    messageId: record.messageId,
    ...(commandId && { commandId }),
  };
}
