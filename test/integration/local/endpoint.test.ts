import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { ListTablesCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { ListConnectionsCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, RotateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { ListDeadLetterSourceQueuesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { AwsError } from '../../../infra/local/services/aws-error.ts';
import { type LocalAccount, startLocalAccount } from './local-account.ts';

const onRequest = vi.fn();
let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount({ onRequest });
});
afterAll(() => account.endpoint.close());

const s3Scope = 'AWS4-HMAC-SHA256 Credential=me/20260101/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=x';

it('keeps objects for callers whose signature is for S3', async () => {
  const headers = { authorization: s3Scope };
  await fetch(`${account.endpoint.url}/bucket`, { method: 'PUT', headers });
  await fetch(`${account.endpoint.url}/bucket/key`, { method: 'PUT', headers, body: 'content' });
  const answer = await fetch(`${account.endpoint.url}/bucket/key`, { headers });
  expect(await answer.text()).toBe('content');
  const head = await fetch(`${account.endpoint.url}/bucket/key`, { method: 'HEAD', headers });
  expect(head.headers.get('content-length')).toBe('7');
});

it('tells who calls what before it answers', async () => {
  await account.dynamoDb.send(new ListTablesCommand({ Limit: 5 }));
  expect(onRequest).toHaveBeenLastCalledWith({
    service: 'dynamodb',
    action: 'ListTables',
    accessKeyId: 'test',
    input: { Limit: 5 },
  });
});

it('refuses what the hook refuses', async () => {
  onRequest.mockImplementationOnce(() => {
    throw new AwsError('AccessDeniedException', 'not you');
  });
  await expect(account.secrets.send(new GetSecretValueCommand({ SecretId: 'x' }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: 'not you',
  });
});

it('refuses S3 calls in XML', async () => {
  onRequest.mockImplementationOnce(() => {
    throw new AwsError('AccessDenied', 'not <you>', 403);
  });
  const answer = await fetch(`${account.endpoint.url}/bucket/key`, { headers: { authorization: s3Scope } });
  expect(answer.status).toBe(403);
  expect(await answer.text()).toBe('<Error><Code>AccessDenied</Code><Message>not &lt;you&gt;</Message></Error>');
});

it.each([
  ['dynamodb TransactWriteItems', () => account.dynamoDb.send(new TransactWriteItemsCommand({ TransactItems: [] }))],
  [
    'sqs ListDeadLetterSourceQueues',
    () => account.sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: 'http://127.0.0.1/0/q' })),
  ],
  ['events ListConnections', () => account.events.send(new ListConnectionsCommand({}))],
  ['secretsmanager RotateSecret', () => account.secrets.send(new RotateSecretCommand({ SecretId: 'x' }))],
])('names an operation it does not know: %s', async (operation, call) => {
  await expect(call()).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringMatching(`^The local account does not know ${operation}. It knows \\w+, `),
  });
});

it.each([
  [
    'another service',
    { 'x-amz-target': 'Kinesis_20131202.PutRecord' },
    'does not serve Kinesis_20131202.PutRecord. It serves',
  ],
  ['no service at all', {}, 'does not serve a request without x-amz-target'],
])('says what it serves when asked for %s', async (_, headers, message) => {
  const answer = await fetch(account.endpoint.url, { method: 'POST', headers, body: '{}' });
  expect(answer.status).toBe(400);
  expect(answer.headers.get('x-amzn-errortype')).toBe('UnknownOperationException');
  expect(await answer.text()).toContain(message);
});

it('refuses requests above 10 MB', async () => {
  const headers = { 'x-amz-target': 'AWSEvents.PutEvents' };
  const answer = await fetch(account.endpoint.url, { method: 'POST', headers, body: 'x'.repeat(10 * 1024 * 1024 + 1) });
  expect(answer.status).toBe(413);
});

it('refuses broken JSON', async () => {
  const headers = { 'x-amz-target': 'AWSEvents.PutEvents' };
  const answer = await fetch(account.endpoint.url, { method: 'POST', headers, body: '{' });
  expect(await answer.json()).toEqual({
    __type: 'SerializationException',
    message: 'The request body is not valid JSON',
  });
});

it.each([
  ['from a web page', { origin: 'https://example.com' }],
  ['to a name that only resolves to 127.0.0.1', { host: 'example.com' }],
])('refuses requests %s', async (_, headers) => {
  const status = await new Promise((resolve, reject) => {
    const sent = { headers: { ...headers, 'x-amz-target': 'secretsmanager.ListSecrets' }, method: 'POST' };
    request(account.endpoint.url, sent, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end('{}');
  });
  expect(status).toBe(403);
});

it('listens on 127.0.0.1 only', async () => {
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  const others = addresses.filter(({ family, internal }) => family === 'IPv4' && !internal);
  for (const { address } of others) {
    await expect(fetch(`http://${address}:${account.endpoint.port}`)).rejects.toThrow();
  }
});

it('fails to start on a port in use', async () => {
  await expect(startLocalAccount({ port: account.endpoint.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
