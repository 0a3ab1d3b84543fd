import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Template } from '../../../infra/local/runtime/template.ts';
import { aFunction, aQueueWorker, mayStart, type SmallAccount, send, startSmallAccount } from './small-account.ts';

let small: SmallAccount | undefined;
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'small-account-data-'));
});
afterEach(async () => {
  await small?.stop();
  small = undefined;
  await rm(dataDir, { recursive: true });
});

const table = (sortKey?: string): Template['Resources'] => ({
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'things',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'id', KeyType: 'HASH' },
        ...(sortKey ? [{ AttributeName: sortKey, KeyType: 'RANGE' }] : []),
      ],
      AttributeDefinitions: ['id', ...(sortKey ? [sortKey] : [])].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
    },
  },
});

/** Puts the body into the table by plain HTTP: the folder of the function has no SDK. */
const PUTS_ITEM = `export const handler = async ({ Records: [{ body }] }) => {
  const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_REGION, TABLE } = process.env;
  const response = await fetch(AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.PutItem',
      'x-amz-date': '20260101T000000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=' + AWS_ACCESS_KEY_ID + '/20260101/' + AWS_REGION +
        '/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify({ TableName: TABLE, Item: { id: { S: body } } }),
  });
  if (!response.ok) throw new Error(await response.text());
  console.log('put ' + body);
}`;

function queueToTable(sortKey?: string, queue: Record<string, unknown> = {}): Template {
  const worker = { Environment: { Variables: { TABLE: { Ref: 'Table' } } } };
  const template = aQueueWorker({ worker, queue });
  return { ...template, Resources: { ...template.Resources, ...table(sortKey) } };
}

async function storedItem(id: string): Promise<unknown> {
  const dynamo = new DynamoDBClient(small?.config ?? {});
  const { Item } = await dynamo.send(new GetItemCommand({ TableName: 'things', Key: { id: { S: id } } }));
  dynamo.destroy();
  return Item;
}

it('takes a message to a function and its effect to a table, each request named after the function', async () => {
  const callers = new Set<string>();
  small = await startSmallAccount({
    template: queueToTable(),
    functions: { Worker: PUTS_ITEM },
    onRequest: ({ action, accessKeyId }) => callers.add(`${accessKeyId} ${action}`),
  });
  await send(small, 'thing-1');
  await vi.waitFor(() => expect(small?.lines).toEqual(['put thing-1']), { timeout: 10_000 });
  expect(await storedItem('thing-1')).toEqual({ id: { S: 'thing-1' } });
  expect(callers).toContain('LOCALWorker PutItem');
});

it('starts again with the data of an earlier run, and with settings that changed since', async () => {
  small = await startSmallAccount({ template: queueToTable(), functions: { Worker: PUTS_ITEM }, dataDir });
  await send(small, 'kept');
  await vi.waitFor(() => expect(small?.lines).toEqual(['put kept']), { timeout: 10_000 });
  await small.stop();
  const template = queueToTable(undefined, { VisibilityTimeout: 77 });
  small = await startSmallAccount({ template, functions: { Worker: PUTS_ITEM }, dataDir });
  expect(await storedItem('kept')).toEqual({ id: { S: 'kept' } });
  const asked = { QueueUrl: small.account.outputs.QueueUrl, AttributeNames: ['VisibilityTimeout' as const] };
  const { Attributes } = await small.sqs.send(new GetQueueAttributesCommand(asked));
  expect(Attributes).toEqual({ VisibilityTimeout: '77' });
});

it('has the bucket of the template, and keeps its objects for the next start', async () => {
  const Bucket = { Type: 'AWS::S3::Bucket', Properties: { PublicAccessBlockConfiguration: { BlockPublicAcls: true } } };
  const Statement = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: ['arn:aws:s3:::records', 'arn:aws:s3:::records/*'],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const BucketPolicy = {
    Type: 'AWS::S3::BucketPolicy',
    Properties: { Bucket: { Ref: 'Records' }, PolicyDocument: { Statement } },
  };
  const Outputs = { Name: { Value: { Ref: 'Records' } }, Arn: { Value: { 'Fn::GetAtt': ['Records', 'Arn'] } } };
  const template = { Resources: { BucketPolicy, Records: Bucket }, Outputs };
  const object = { Bucket: 'records', Key: 'acme/evt_1.json' };
  small = await startSmallAccount({ template, functions: {}, dataDir });
  expect(small.account.outputs).toEqual({ Name: 'records', Arn: 'arn:aws:s3:::records' });
  await withS3((s3) => s3.send(new PutObjectCommand({ ...object, Body: 'kept' })));
  await small.stop();
  small = await startSmallAccount({ template, functions: {}, dataDir });
  const read = await withS3(async (s3) => (await s3.send(new GetObjectCommand(object))).Body?.transformToString());
  expect(read).toBe('kept');
});

async function withS3<T>(use: (s3: S3Client) => Promise<T>): Promise<T> {
  const s3 = new S3Client(small?.config ?? {});
  try {
    return await use(s3);
  } finally {
    s3.destroy();
  }
}

it('refuses data whose table has other keys', async () => {
  small = await startSmallAccount({ template: queueToTable(), functions: { Worker: PUTS_ITEM }, dataDir });
  await small.stop();
  small = undefined;
  const changed = startSmallAccount({ template: queueToTable('part'), functions: { Worker: PUTS_ITEM }, dataDir });
  await expect(changed).rejects.toThrow(
    'Resource Table (AWS::DynamoDB::Table): table things, kept from an earlier run',
  );
});

it('starts a function by a rule on the bus', async () => {
  const Targets = [{ Id: 'Target0', Arn: { 'Fn::GetAtt': ['Worker', 'Arn'] } }];
  const EventPattern = { source: ['relay'] };
  const Resources = {
    ...aFunction('Worker'),
    ...mayStart('Worker'),
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
    Rule: { Type: 'AWS::Events::Rule', Properties: { EventBusName: { Ref: 'Bus' }, EventPattern, Targets } },
  };
  const code = 'export const handler = async ({ detail }) => console.log(detail.n)';
  small = await startSmallAccount({ template: { Resources }, functions: { Worker: code } });
  const events = new EventBridgeClient(small.config);
  const Entries = [{ EventBusName: 'bus', Source: 'relay', DetailType: 'T', Detail: '{"n":7}' }];
  await events.send(new PutEventsCommand({ Entries }));
  await vi.waitFor(() => expect(small?.lines).toEqual(['7']), { timeout: 5000 });
  events.destroy();
});

it('closes while functions run, and leaves nothing running', async () => {
  const before = process.getActiveResourcesInfo().filter((kind) => RUNNING.includes(kind)).length;
  const code = `export const handler = async () => { console.log('start'); await new Promise(() => setInterval(() => {}, 9)) }`;
  small = await startSmallAccount({ template: aQueueWorker({ worker: { Timeout: 60 } }), functions: { Worker: code } });
  await send(small, 'for ever');
  await vi.waitFor(() => expect(small?.lines).toEqual(['start']), { timeout: 10_000 });
  await small.stop();
  await vi.waitFor(() => {
    const after = process.getActiveResourcesInfo().filter((kind) => RUNNING.includes(kind));
    expect(after).toHaveLength(before);
  });
});

const RUNNING = ['TCPServerWrap', 'TCPSocketWrap', 'MessagePort', 'Worker'];
