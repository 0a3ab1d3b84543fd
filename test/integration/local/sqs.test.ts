import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createQueue, type LocalAccount, queueArn, receive, startLocalAccount } from './local-account.ts';

let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount();
});
afterAll(() => account.endpoint.close());

async function sendInOrder(queueUrl: string, bodies: readonly string[], group = 'g'): Promise<void> {
  for (const body of bodies) {
    await account.sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: `${group}-${body}`,
      }),
    );
  }
}

it('hands out queue URLs on its own endpoint', async () => {
  const url = `${account.endpoint.url}/000000000000/url-queue`;
  expect(await createQueue(account, 'url-queue')).toBe(url);
  expect((await account.sqs.send(new GetQueueUrlCommand({ QueueName: 'url-queue' }))).QueueUrl).toBe(url);
  expect((await account.sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'url-' }))).QueueUrls).toEqual([url]);
  const attributes = await account.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  expect(attributes.Attributes?.QueueArn).toBe(queueArn('url-queue'));
});

it('throws modeled errors', async () => {
  const missing = account.sqs.send(new GetQueueUrlCommand({ QueueName: 'missing' }));
  await expect(missing).rejects.toBeInstanceOf(QueueDoesNotExist);
});

it('carries messages and attributes past the checksums of the SDK', async () => {
  const queueUrl = await createQueue(account, 'checksums');
  const MessageAttributes = {
    text: { DataType: 'String', StringValue: 'ü' },
    bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
  };
  const Entries = [{ Id: 'a', MessageBody: 'grüße', MessageAttributes }];
  await account.sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  expect(await receive(account, queueUrl)).toMatchObject({ Body: 'grüße', MessageAttributes });
});

it('blocks a group behind its message in flight, and no other group', async () => {
  const queueUrl = await createQueue(account, 'groups.fifo', { FifoQueue: 'true' });
  await sendInOrder(queueUrl, ['a1', 'a2'], 'a');
  await sendInOrder(queueUrl, ['b1'], 'b');
  const first = await receive(account, queueUrl);
  expect([first?.Body, (await receive(account, queueUrl))?.Body]).toEqual(['a1', 'b1']);
  expect(await receive(account, queueUrl, 0)).toBeUndefined();
  await account.sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: first?.ReceiptHandle }));
  expect((await receive(account, queueUrl))?.Body).toBe('a2');
});

it('shows a message again when its visibility ends, before the next of its group', async () => {
  const queueUrl = await createQueue(account, 'visibility.fifo', { FifoQueue: 'true' });
  await sendInOrder(queueUrl, ['1', '2']);
  const first = await receive(account, queueUrl);
  await account.sqs.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: queueUrl,
      ReceiptHandle: first?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  const again = await receive(account, queueUrl);
  expect([again?.Body, again?.Attributes?.ApproximateReceiveCount]).toEqual(['1', '2']);
});

it('moves a message to the dead letter queue after maxReceiveCount', async () => {
  const deadLettersUrl = await createQueue(account, 'dead.fifo', { FifoQueue: 'true' });
  const redrive = JSON.stringify({ deadLetterTargetArn: queueArn('dead.fifo'), maxReceiveCount: 1 });
  const queueUrl = await createQueue(account, 'redriven.fifo', { FifoQueue: 'true', RedrivePolicy: redrive });
  await sendInOrder(queueUrl, ['poison', 'good']);
  const poison = await receive(account, queueUrl);
  await account.sqs.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: queueUrl,
      ReceiptHandle: poison?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  expect((await receive(account, queueUrl))?.Body).toBe('good');
  expect((await receive(account, deadLettersUrl))?.Body).toBe('poison');
});

it('gives a message back when the long poll that got it had hung up', async () => {
  const queueUrl = await createQueue(account, 'hung-up.fifo', { FifoQueue: 'true', VisibilityTimeout: '600' });
  const hangUp = new AbortController();
  const poll = account.sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 20 }), {
    abortSignal: hangUp.signal,
  });
  await account.sqs.send(new GetQueueUrlCommand({ QueueName: 'hung-up.fifo' }));
  hangUp.abort();
  await expect(poll).rejects.toMatchObject({ name: 'AbortError' });
  await sendInOrder(queueUrl, ['1']);
  expect((await receive(account, queueUrl))?.Body).toBe('1');
});
