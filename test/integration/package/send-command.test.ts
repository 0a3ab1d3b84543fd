import { SQSClient } from '@aws-sdk/client-sqs';
import { StageNotFound, sendCommand } from 'sevdesk-relay/client';
import { parseCommand } from 'sevdesk-relay/contract';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { anInvoiceCommand } from '../../support/builders.ts';
import { createQueue, type LocalAccount, receive, startLocalAccount } from '../local/local-account.ts';

const FIFO = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
let account: LocalAccount;
let queueUrl: string;
beforeAll(async () => {
  account = await startLocalAccount();
  queueUrl = await createQueue(account, 'sevdesk-relay-local-commands.fifo', FIFO);
});
afterAll(() => account.endpoint.close());
afterEach(() => vi.unstubAllEnvs());

const { version: _, ...command } = anInvoiceCommand();

it('arrives in the command queue, as the writer reads it', async () => {
  const { messageId } = await sendCommand(command, { stage: 'local', sqs: account.sqs });
  const message = await receive(account, queueUrl);
  expect(message).toMatchObject({ MessageId: messageId, Attributes: { MessageGroupId: 'acme' } });
  expect(parseCommand(JSON.parse(message?.Body ?? ''))).toEqual(anInvoiceCommand());
});

it('finds the local account by AWS_ENDPOINT_URL alone', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', account.endpoint.url);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  const { messageId } = await sendCommand({ ...command, tenantId: 'zorn' }, { stage: 'local' });
  expect(await receive(account, queueUrl)).toMatchObject({ MessageId: messageId });
});

it('says so where the stage is not deployed', async () => {
  const refused = sendCommand(command, { stage: 'prod', sqs: account.sqs });
  await expect(refused).rejects.toBeInstanceOf(StageNotFound);
});

it('says so where nobody answers', async () => {
  const sqs = new SQSClient({ endpoint: 'http://127.0.0.1:1', region: 'eu-central-1', maxAttempts: 1 });
  await expect(sendCommand(command, { stage: 'local', sqs })).rejects.toThrow();
  sqs.destroy();
});
