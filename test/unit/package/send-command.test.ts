import { GetQueueUrlCommand, QueueDoesNotExist, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { type CommandToSend, StageNotFound, sendCommand } from '../../../infra/package/client.ts';
import { InvalidCommand } from '../../../shared/contract/parse-command.ts';
import { anInvoiceCommand, invoiceData } from '../../support/builders.ts';

const mock = mockClient(SQSClient);
let sqs: SQSClient;
beforeEach(() => {
  mock.reset();
  mock
    .on(GetQueueUrlCommand, { QueueName: 'sevdesk-relay-prod-commands.fifo' })
    .resolves({ QueueUrl: 'https://queue' });
  mock.on(SendMessageCommand).resolves({ MessageId: 'm1' });
  sqs = new SQSClient({ region: 'eu-central-1' });
});

const sent = () => mock.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);
const lookups = () => mock.commandCalls(GetQueueUrlCommand).length;
const { version: _, ...withoutVersion } = anInvoiceCommand();

describe('sendCommand', () => {
  it('sends in the group of the tenant, without a deduplication id', async () => {
    const command = anInvoiceCommand();
    expect(await sendCommand(command, { stage: 'prod', sqs })).toEqual({ messageId: 'm1' });
    expect(sent()).toEqual([
      { QueueUrl: 'https://queue', MessageBody: expect.any(String), MessageGroupId: command.tenantId },
    ]);
    expect(JSON.parse(sent()[0]?.MessageBody ?? '')).toEqual(command);
  });

  it.each([{}, { version: undefined }])('gives a command without a version the first: %o', async (version) => {
    await sendCommand({ ...withoutVersion, ...version } as CommandToSend, { stage: 'prod', sqs });
    expect(JSON.parse(sent()[0]?.MessageBody ?? '')).toEqual(anInvoiceCommand());
  });

  it('leaves out what is undefined, as JSON does', async () => {
    const data = invoiceData({ deliveryDate: undefined } as never);
    await sendCommand(anInvoiceCommand({ data }), { stage: 'prod', sqs });
    expect(sent()).toHaveLength(1);
  });

  it('asks once for the URL of a queue, also for commands side by side', async () => {
    const options = { stage: 'prod', sqs };
    await Promise.all([sendCommand(anInvoiceCommand(), options), sendCommand(anInvoiceCommand(), options)]);
    await sendCommand(anInvoiceCommand(), options);
    expect([lookups(), sent().length]).toEqual([1, 3]);
  });

  it('asks again for another stage and with another client', async () => {
    mock.on(GetQueueUrlCommand).resolves({ QueueUrl: 'https://queue' });
    await sendCommand(anInvoiceCommand(), { stage: 'prod', sqs });
    await sendCommand(anInvoiceCommand(), { stage: 'dev', sqs });
    await sendCommand(anInvoiceCommand(), { stage: 'prod', sqs: new SQSClient({ region: 'eu-west-1' }) });
    expect(lookups()).toBe(3);
  });

  it('has one client for the process when none is given', async () => {
    await sendCommand(anInvoiceCommand(), { stage: 'prod' });
    await sendCommand(anInvoiceCommand(), { stage: 'prod' });
    expect([lookups(), sent().length]).toEqual([1, 2]);
  });
});

describe('what sendCommand refuses', () => {
  it.each<[string, unknown, RegExp]>([
    ['data of another type', { ...anInvoiceCommand(), type: 'invoice.send' }, /data\./],
    ['an unknown type', { ...anInvoiceCommand(), type: 'invoice.eat' }, /type: .*invoice\.create/],
    ['a tenant that can be none', { ...anInvoiceCommand(), tenantId: 'a b' }, /tenantId: /],
    ['another version', { ...anInvoiceCommand(), version: 2 }, /version: /],
    ['no object', null, /commandId: /],
    ['a date object', anInvoiceCommand({ data: { ...invoiceData(), date: new Date(0) } as never }), /data\.date: /],
  ])('%s, with every problem, before anything is asked', async (_what, command, problem) => {
    const error = await sendCommand(command as CommandToSend, { stage: 'prod', sqs }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(InvalidCommand);
    expect(error.problems.join('\n')).toMatch(problem);
    expect(mock.calls()).toEqual([]);
  });

  it('a message beyond the limit, and says where receipts go', async () => {
    const command = anInvoiceCommand({ data: { ...invoiceData(), headText: 'ü'.repeat(200_000) } as never });
    const refused = sendCommand(command, { stage: 'prod', sqs });
    await expect(refused).rejects.toBeInstanceOf(InvalidCommand);
    await expect(refused).rejects.toThrow(/has 4\d{5} bytes; allowed are 350000\..*sevdesk-relay file upload/);
    expect(mock.calls()).toEqual([]);
  });

  it('a stage whose name can be none', async () => {
    await expect(sendCommand(anInvoiceCommand(), { stage: 'Prod', sqs })).rejects.toThrow(
      'Stage "Prod" is not allowed',
    );
  });
});

describe('a stage that is not there', () => {
  beforeEach(() => {
    mock.on(GetQueueUrlCommand).rejects(new QueueDoesNotExist({ message: 'no such queue', $metadata: {} }));
  });

  it('is told apart, with the name of its queue', async () => {
    const refused = sendCommand(anInvoiceCommand(), { stage: 'prodd', sqs });
    await expect(refused).rejects.toBeInstanceOf(StageNotFound);
    await expect(refused).rejects.toThrow(
      'There is no queue "sevdesk-relay-prodd-commands.fifo" in this account and region (eu-central-1): is stage "prodd" deployed there?',
    );
  });

  it('is asked for again: it may be deployed by then', async () => {
    await expect(sendCommand(anInvoiceCommand(), { stage: 'prod', sqs })).rejects.toThrow(StageNotFound);
    mock.on(GetQueueUrlCommand).resolves({ QueueUrl: 'https://queue' });
    expect(await sendCommand(anInvoiceCommand(), { stage: 'prod', sqs })).toEqual({ messageId: 'm1' });
  });

  it('that is the local one, comes with what to set', async () => {
    const refused = sendCommand(anInvoiceCommand(), { stage: 'local', sqs });
    await expect(refused).rejects.toThrow('AWS_ENDPOINT_URL=http://127.0.0.1:4566');
  });

  it('is not what any other error means', async () => {
    mock.on(GetQueueUrlCommand).rejects(new Error('AccessDenied'));
    await expect(sendCommand(anInvoiceCommand(), { stage: 'prod', sqs })).rejects.toThrow(/^AccessDenied$/);
  });
});
