import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LocalEndpoint, startLocalEndpoint } from '../../infra/local/services/local-endpoint.ts';
import type { RelayEvent } from '../../shared/contract/event.ts';
import { relayNames } from '../../shared/contract/names.ts';
import { SandboxControl } from '../sandbox/control.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { anInvoiceCommand, invoiceData } from '../support/builders.ts';
import { createStageTables } from '../support/stage-tables.ts';

/** The exported handlers themselves, called as Lambda calls them, with AWS and sevdesk behind real HTTP. */
const TOKEN = 'c'.repeat(32);
const names = relayNames('test');
let endpoint: LocalEndpoint;
let sandbox: Sandbox;
let sevdesk: SandboxControl;
let sqs: SQSClient;
let inbox: string;
let deadLetters: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  sevdesk = new SandboxControl(sandbox.url);
  endpoint = await startLocalEndpoint({
    port: 0,
    invokeFunction: () => Promise.reject(new Error('no functions here')),
  });
  stubEnvironment();
  sqs = new SQSClient({});
  await createStage();
  await sevdesk.createAccount({ token: TOKEN });
  await sevdesk.seedContacts(TOKEN, 2);
  await new SecretsManagerClient({}).send(
    new CreateSecretCommand({ Name: `${names.secretPrefix}acme`, SecretString: JSON.stringify({ token: TOKEN }) }),
  );
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await endpoint.close();
  await sandbox.close();
});

function stubEnvironment() {
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'eu-central-1' };
  const queue = (name: string) => `${endpoint.url}/000000000000/${name}`;
  const variables = {
    ...credentials,
    AWS_ENDPOINT_URL: endpoint.url,
    STAGE: 'test',
    BUS_NAME: names.bus,
    RECORDS_BUCKET: 'records',
    FILES_BUCKET: 'records',
    TENANTS_TABLE: names.tenantsTable,
    SNAPSHOTS_TABLE: names.snapshotsTable,
    COMMANDS_TABLE: names.commandsTable,
    COMMAND_QUEUE_URL: queue(names.commandQueue),
    COMMAND_DEAD_LETTERS_URL: queue(names.commandDeadLetters),
    POLLS_QUEUE_URL: queue(names.pollsQueue),
    SECRET_PREFIX: names.secretPrefix,
    TOKENS_KEY_ARN: 'arn:aws:kms:eu-central-1:000000000000:key/tokens',
    SEVDESK_URL: sandbox.url,
    READ_ONLY: 'false',
    TICK_SECONDS: '60',
    REQUESTS_PER_MINUTE: '6000000',
    POLL_INTERVAL_SECONDS: '0',
    PROBE_EVERY_POLLS: '6',
    READ_BACK_PAUSE_SECONDS: '1',
    TOKEN_CACHE_SECONDS: '60',
    TOKEN_RECHECK_SECONDS: '1',
    BACKOFF_BASE_SECONDS: '1',
    BACKOFF_CAP_SECONDS: '5',
    BREAKER_SECONDS: '900',
    COMMAND_MAX_AGE_SECONDS: '3600',
    TIMEOUT_SECONDS: '60',
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
}

async function createStage() {
  await createStageTables(new DynamoDBClient({}), names);
  const fifo = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
  const created = await Promise.all([
    sqs.send(new CreateQueueCommand({ QueueName: 'inbox' })),
    sqs.send(new CreateQueueCommand({ QueueName: names.commandDeadLetters, Attributes: fifo })),
    sqs.send(new CreateQueueCommand({ QueueName: names.commandQueue, Attributes: fifo })),
    sqs.send(new CreateQueueCommand({ QueueName: names.pollsQueue })),
  ]);
  [inbox, deadLetters] = created.map(({ QueueUrl = '' }) => QueueUrl) as [string, string];
  const events = new EventBridgeClient({});
  await events.send(new CreateEventBusCommand({ Name: names.bus }));
  const rule = { Name: 'all', EventBusName: names.bus };
  await events.send(new PutRuleCommand({ ...rule, EventPattern: '{"source":["sevdesk-relay"]}' }));
  const target = { Id: 'inbox', Arn: 'arn:aws:sqs:eu-central-1:000000000000:inbox' };
  await events.send(new PutTargetsCommand({ Rule: 'all', EventBusName: names.bus, Targets: [target] }));
}

const context = { getRemainingTimeInMillis: () => 60_000, functionName: 'test', awsRequestId: 'r' } as Context;
type QueueHandler = (event: unknown, context: Context) => Promise<SQSBatchResponse>;

/** One message, as the event source mapping hands it over. */
function deliver(handler: unknown, body: unknown, group = 'acme') {
  const attributes = { MessageGroupId: group, ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()) };
  const record = { messageId: crypto.randomUUID(), receiptHandle: 'r', body: JSON.stringify(body), attributes };
  return (handler as QueueHandler)({ Records: [record] }, context);
}

async function eventTypes(): Promise<string[]> {
  const request = { QueueUrl: inbox, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request));
  return Messages.map(({ Body = '' }) => (JSON.parse(Body).detail as RelayEvent).type);
}

describe('the exported handlers', () => {
  it('connect a tenant, ask for its poll, take its baseline, and tell a change', async () => {
    const sweep = (await import('../../functions/sweep-tenants/handler.ts')).handler as unknown as QueueHandler;
    const schedule = (await import('../../functions/schedule-polls/handler.ts')).handler as unknown as QueueHandler;
    const { handler: poll } = await import('../../functions/poll-tenant/handler.ts');
    await sweep({}, context);
    await schedule({}, context);
    const asked = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: process.env.POLLS_QUEUE_URL, WaitTimeSeconds: 1 }),
    );
    expect(asked.Messages?.map(({ Body }) => JSON.parse(Body ?? ''))).toEqual([{ tenantId: 'acme' }]);
    expect(await deliver(poll, { tenantId: 'acme' })).toEqual({ batchItemFailures: [] });
    expect(await eventTypes()).toEqual(['tenant.connected', 'baseline.started', 'baseline.completed']);
    await sevdesk.createContact(TOKEN, { name: 'Neu GmbH' });
    expect(await deliver(poll, { tenantId: 'acme' })).toEqual({ batchItemFailures: [] });
    expect(await eventTypes()).toEqual(['contact.created']);
  });

  it('create an invoice, and put what is no command into the dead letters', async () => {
    const { handler: execute } = await import('../../functions/execute-command/handler.ts');
    const [contact] = await sevdesk.records(TOKEN, 'Contact');
    const command = anInvoiceCommand({ data: invoiceData({ contact: { id: String(contact?.id) } }) });
    expect(await deliver(execute, command)).toEqual({ batchItemFailures: [] });
    expect(await sevdesk.records(TOKEN, 'Invoice')).toMatchObject([
      { customerInternalNote: 'order-1042', status: '100' },
    ]);
    expect(await deliver(execute, command, 'beta')).toEqual({ batchItemFailures: [] });
    expect(await eventTypes()).toEqual(['command.succeeded', 'command.failed']);
    const letters = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: deadLetters, MessageAttributeNames: ['All'] }),
    );
    expect(letters.Messages?.[0]?.MessageAttributes?.reason?.StringValue).toBe('invalid_command');
  });

  it('put what rules of products send into the command queue, and report what SQS does not take', async () => {
    const { handler: accept } = await import('../../functions/accept-commands/handler.ts');
    const command = anInvoiceCommand({ commandId: 'by-rule' });
    const bodies = [JSON.stringify(command), 'x'.repeat(1_100_000), 'no command'];
    const Records = bodies.map((body, index) => ({ messageId: `m${index}`, receiptHandle: 'r', body, attributes: {} }));
    const answer = await (accept as unknown as QueueHandler)({ Records }, context);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    const request = { QueueUrl: process.env.COMMAND_QUEUE_URL, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
    const arrived = new Map<string | undefined, string | undefined>();
    while (arrived.size < 2) {
      const asked = new ReceiveMessageCommand({ ...request, MessageSystemAttributeNames: ['All'] });
      for (const { Attributes, Body } of (await sqs.send(asked)).Messages ?? []) {
        arrived.set(Attributes?.MessageGroupId, Body);
      }
    }
    expect(Object.fromEntries(arrived)).toEqual({ acme: bodies[0], 'command-intake:no-tenant': bodies[2] });
  });

  it('report a message that failed instead of throwing, so that other tenants are not slowed down', async () => {
    const { handler: poll } = await import('../../functions/poll-tenant/handler.ts');
    const { batchItemFailures } = await deliver(poll, { tenantId: '../other' });
    expect(batchItemFailures).toHaveLength(1);
  });
});
