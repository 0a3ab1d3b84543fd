import { AwsError } from './aws-error.ts';
import type { EventDestinations } from './event-delivery.ts';
import { queueUrlOfArn, type SqsCaller } from './queue-urls.ts';

/** Sends EventBridge's messages; fails with the code that EventBridge gives in dead letters. */
export function createMessageSender(callSqs: SqsCaller): EventDestinations['sendMessage'] {
  return async ({ queueArn, body, messageGroupId, attributes = {} }) => {
    const messageAttributes = Object.entries(attributes).map(([name, value]) => [
      name,
      { DataType: 'String', StringValue: value },
    ]);
    const answer = await callSqs('SendMessage', {
      QueueUrl: queueUrlOfArn(queueArn),
      MessageBody: body,
      MessageAttributes: Object.fromEntries(messageAttributes),
      ...(messageGroupId !== undefined && { MessageGroupId: messageGroupId }),
    });
    if (answer.status === 200) return;
    const { __type: type = '', message = '' } = JSON.parse(answer.body.toString()) as Record<string, string>;
    throw new AwsError(type.endsWith('QueueDoesNotExist') ? 'RESOURCE_NOT_FOUND' : 'SDK_CLIENT_ERROR', message);
  };
}
