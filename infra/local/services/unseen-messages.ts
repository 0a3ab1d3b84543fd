import type { HttpAnswer, LocalCall } from './local-call.ts';
import type { SqsCaller } from './queue-urls.ts';

/**
 * Makes messages visible again that a long poll got after its caller hung up: fauxqs does not notice, and they
 * would block their group for the whole visibility timeout. Their receive count has gone up by one.
 */
export async function giveBackUnseen(call: LocalCall, answer: HttpAnswer, callSqs: SqsCaller): Promise<void> {
  if (answer.status !== 200) return;
  const { QueueUrl } = call.input as { QueueUrl: string };
  const { Messages } = JSON.parse(answer.body.toString()) as { Messages?: { ReceiptHandle: string }[] };
  for (const { ReceiptHandle } of (Messages ?? []).reverse()) {
    await callSqs('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
  }
}
