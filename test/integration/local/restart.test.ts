import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateEventBusCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { ChangeMessageVisibilityCommand, GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createQueue, type LocalAccount, queueArn, receive, receiveJson, startLocalAccount } from './local-account.ts';

let dataDir: string;
let account: LocalAccount;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'local-account-'));
  account = await startLocalAccount({ dataDir });
});
afterEach(async () => {
  await account.endpoint.close();
  await rm(dataDir, { recursive: true });
});

async function restart(): Promise<void> {
  await account.endpoint.close();
  account = await startLocalAccount({ dataDir });
}

it('keeps tables and items', async () => {
  await account.dynamoDb.send(
    new CreateTableCommand({
      TableName: 'kept',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    }),
  );
  await account.dynamoDb.send(new PutItemCommand({ TableName: 'kept', Item: { id: { S: 'a' } } }));
  await restart();
  const { Item } = await account.dynamoDb.send(new GetItemCommand({ TableName: 'kept', Key: { id: { S: 'a' } } }));
  expect(Item).toEqual({ id: { S: 'a' } });
});

it('keeps queues and messages, and hands out URLs of the new port', async () => {
  const queueUrl = await createQueue(account, 'kept.fifo', { FifoQueue: 'true' });
  const message = { MessageBody: 'm', MessageGroupId: 'g', MessageDeduplicationId: 'd' };
  await account.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, ...message }));
  await restart();
  const { QueueUrl = '' } = await account.sqs.send(new GetQueueUrlCommand({ QueueName: 'kept.fifo' }));
  expect(QueueUrl).toBe(`${account.endpoint.url}/000000000000/kept.fifo`);
  expect((await receive(account, QueueUrl))?.Body).toBe('m');
});

it('keeps a message whose visibility was set to 0', async () => {
  const QueueUrl = await createQueue(account, 'released.fifo', { FifoQueue: 'true' });
  const message = { MessageBody: 'm', MessageGroupId: 'g', MessageDeduplicationId: 'd' };
  await account.sqs.send(new SendMessageCommand({ QueueUrl, ...message }));
  const { ReceiptHandle } = (await receive(account, QueueUrl)) ?? {};
  await account.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  await restart();
  const again = await receive(account, `${account.endpoint.url}/000000000000/released.fifo`);
  expect([again?.Body, again?.Attributes?.ApproximateReceiveCount]).toEqual(['m', '2']);
});

it('keeps buses, rules and targets', async () => {
  await createQueue(account, 'routed');
  await account.events.send(new CreateEventBusCommand({ Name: 'bus' }));
  const EventPattern = '{"source":["relay"]}';
  await account.events.send(new PutRuleCommand({ Name: 'rule', EventBusName: 'bus', EventPattern }));
  const Targets = [{ Id: 'q', Arn: queueArn('routed'), InputPath: '$.detail' }];
  await account.events.send(new PutTargetsCommand({ Rule: 'rule', EventBusName: 'bus', Targets }));
  await restart();
  const Entries = [{ EventBusName: 'bus', Source: 'relay', DetailType: 'T', Detail: '{"n":1}' }];
  await account.events.send(new PutEventsCommand({ Entries }));
  expect(await receiveJson(account, `${account.endpoint.url}/000000000000/routed`)).toEqual({ n: 1 });
});

it('keeps secrets, readable by their owner only', async () => {
  await account.secrets.send(new CreateSecretCommand({ Name: 'kept', SecretString: 's' }));
  await restart();
  expect((await account.secrets.send(new GetSecretValueCommand({ SecretId: 'kept' }))).SecretString).toBe('s');
  expect((await stat(join(dataDir, 'secrets-manager.json'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(dataDir, 'fauxqs'))).mode & 0o777).toBe(0o700);
});
