import {
  CreateEventBusCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { DeleteMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { FunctionNotFound } from '../../../infra/local/services/function-not-found.ts';
import { createQueue, type LocalAccount, queueArn, receive, receiveJson, startLocalAccount } from './local-account.ts';

const invokeFunction = vi.fn<(functionArn: string, payload: unknown) => Promise<void>>();
let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount({ invokeFunction });
});
beforeEach(() => invokeFunction.mockReset());
afterAll(() => account.endpoint.close());

const busArn = (name: string): string => `arn:aws:events:eu-central-1:000000000000:event-bus/${name}`;
const functionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:worker';
const envelope = {
  version: '0',
  id: expect.stringMatching(/^[\da-f-]{36}$/),
  'detail-type': 'Invoice Changed',
  source: 'relay',
  account: '000000000000',
  time: '2026-01-02T03:04:05Z',
  region: 'eu-central-1',
  resources: ['arn:x'],
};

/** A bus of its own with one rule for `detail.state` paid or open and these targets. */
async function createBus(name: string, ...targets: Target[]): Promise<void> {
  const EventPattern = JSON.stringify({ source: ['relay'], detail: { state: ['paid', 'open'] } });
  await account.events.send(new CreateEventBusCommand({ Name: name }));
  await account.events.send(new PutRuleCommand({ Name: 'rule', EventBusName: name, EventPattern }));
  await account.events.send(new PutTargetsCommand({ Rule: 'rule', EventBusName: name, Targets: targets }));
}

async function publish(busName: string, ...details: object[]): Promise<void> {
  const Entries = details.map((detail) => ({
    EventBusName: busName,
    Source: 'relay',
    DetailType: 'Invoice Changed',
    Detail: JSON.stringify(detail),
    Resources: ['arn:x'],
    Time: new Date('2026-01-02T03:04:05.678Z'),
  }));
  await account.events.send(new PutEventsCommand({ Entries }));
}

it('delivers matching events, and only those, to a queue', async () => {
  const queueUrl = await createQueue(account, 'matching');
  await createBus('matching', { Id: 'q', Arn: queueArn('matching') });
  await publish('matching', { state: 'void' }, { state: 'paid', id: 7 });
  expect(await receiveJson(account, queueUrl)).toEqual({ ...envelope, detail: { state: 'paid', id: 7 } });
  await account.endpoint.eventBridge.idle();
  expect(await receive(account, queueUrl, 0)).toBeUndefined();
});

it('delivers to a FIFO queue in order, in the group of the target', async () => {
  const queueUrl = await createQueue(account, 'ordered.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
  const SqsParameters = { MessageGroupId: 'group' };
  await createBus('ordered', { Id: 'q', Arn: queueArn('ordered.fifo'), SqsParameters, InputPath: '$.detail' });
  const sent = Array.from({ length: 10 }, (_, n) => ({ state: 'paid', n }));
  await publish('ordered', ...sent);
  const received: unknown[] = [];
  while (received.length < sent.length) {
    const message = await receive(account, queueUrl);
    expect(message?.Attributes?.MessageGroupId).toBe('group');
    received.push(JSON.parse(message?.Body ?? 'null'));
    await account.sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: message?.ReceiptHandle }));
  }
  expect(received).toEqual(sent);
});

it.each<[string, Omit<Target, 'Id' | 'Arn'>, string]>([
  ['constant', { Input: '{"a":1}' }, '{"a":1}'],
  ['path', { InputPath: '$.detail.items[1].name' }, '"second"'],
  [
    'json-template',
    {
      InputTransformer: {
        InputPathsMap: {
          state: '$.detail.state',
          items: '$.detail.items',
          type: '$.detail-type',
          none: '$.detail.none',
        },
        InputTemplate: '{"s": <state>, "i": <items>, "t": "a <type>", "n": <none>, "r": "<aws.events.rule-name>"}',
      },
    },
    '{"s": "paid", "i": [{"name":"fi\\"rst"},{"name":"second"}], "t": "a Invoice Changed", "n": null, "r": "rule"}',
  ],
  [
    'whole-value',
    { InputTransformer: { InputPathsMap: { name: '$.detail.items[0].name' }, InputTemplate: '{"name":<name>}' } },
    '{"name":"fi\\"rst"}',
  ],
  [
    'text-template',
    {
      InputTransformer: {
        InputPathsMap: { name: '$.detail.items[1].name' },
        InputTemplate: '"<name> is \\"first\\""\n"<aws.events.rule-arn>"',
      },
    },
    `"second is \\"first\\""\n"arn:aws:events:eu-central-1:000000000000:rule/text-template/rule"`,
  ],
])('sends a target its %s input', async (name, input, expected) => {
  const queueUrl = await createQueue(account, name);
  await createBus(name, { Id: 'q', Arn: queueArn(name), ...input });
  await publish(name, { state: 'paid', items: [{ name: 'fi"rst' }, { name: 'second' }] });
  expect((await receive(account, queueUrl))?.Body).toBe(expected);
});

it.each([
  ['an object', '{"name":"<name>"}'],
  ['a text', '"<name> it is"'],
])(
  'buries an event whose value ends the quoted text of %s, since AWS does not escape it',
  async (what, InputTemplate) => {
    const name = `unescaped-${what.length}`;
    const deadLettersUrl = await createQueue(account, `${name}-dead`);
    await createQueue(account, name);
    const InputTransformer = { InputPathsMap: { name: '$.detail.name' }, InputTemplate };
    const DeadLetterConfig = { Arn: queueArn(`${name}-dead`) };
    await createBus(name, { Id: 'q', Arn: queueArn(name), InputTransformer, DeadLetterConfig });
    await publish(name, { state: 'paid', name: 'the "first"' });
    expect((await receive(account, deadLettersUrl))?.MessageAttributes).toMatchObject({
      ERROR_CODE: { StringValue: 'INVALID_JSON' },
      ERROR_MESSAGE: { StringValue: 'What the input transformer makes of this event is no JSON.' },
    });
  },
);

it('puts the whole event where the template says', async () => {
  const queueUrl = await createQueue(account, 'whole');
  const InputTransformer = { InputTemplate: '{"all": <aws.events.event.json>, "head": <aws.events.event>}' };
  await createBus('whole', { Id: 'q', Arn: queueArn('whole'), InputTransformer });
  await publish('whole', { state: 'paid' });
  const all = { ...envelope, detail: { state: 'paid' } };
  expect(await receiveJson(account, queueUrl)).toEqual({ all, head: envelope });
});

it('invokes functions one event after the other', async () => {
  await createBus('functions', { Id: 'f', Arn: functionArn, InputPath: '$.detail' });
  const first = Promise.withResolvers<void>();
  invokeFunction.mockReturnValueOnce(first.promise).mockResolvedValue();
  await publish('functions', { state: 'open' }, { state: 'paid' });
  await vi.waitFor(() => expect(invokeFunction.mock.calls).toEqual([[functionArn, { state: 'open' }]]));
  first.resolve();
  await account.endpoint.eventBridge.idle();
  expect(invokeFunction.mock.calls[1]).toEqual([functionArn, { state: 'paid' }]);
});

it('puts an event for a function that is missing into the dead letter queue, and goes on', async () => {
  const deadLettersUrl = await createQueue(account, 'dead-functions');
  await createBus('dead-functions', {
    Id: 'f',
    Arn: functionArn,
    InputPath: '$.detail',
    DeadLetterConfig: { Arn: queueArn('dead-functions') },
    RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
  });
  invokeFunction.mockRejectedValueOnce(new FunctionNotFound('it')).mockResolvedValue();
  await publish('dead-functions', { state: 'open' }, { state: 'paid' });
  const dead = await receive(account, deadLettersUrl);
  expect(JSON.parse(dead?.Body ?? '')).toEqual({ ...envelope, detail: { state: 'open' } });
  expect(dead?.MessageAttributes).toMatchObject({
    RULE_ARN: { StringValue: 'arn:aws:events:eu-central-1:000000000000:rule/dead-functions/rule' },
    TARGET_ARN: { StringValue: functionArn },
    ERROR_CODE: { StringValue: 'SDK_CLIENT_ERROR' },
    ERROR_MESSAGE: { StringValue: 'Function not found: it' },
  });
  await account.endpoint.eventBridge.idle();
  expect(invokeFunction).toHaveBeenLastCalledWith(functionArn, { state: 'paid' });
});

it('does not put there what a function threw: to EventBridge it was started', async () => {
  const deadLettersUrl = await createQueue(account, 'thrown');
  const DeadLetterConfig = { Arn: queueArn('thrown') };
  await createBus('thrown', { Id: 'f', Arn: functionArn, InputPath: '$.detail', DeadLetterConfig });
  invokeFunction.mockRejectedValueOnce(new Error('boom')).mockRejectedValueOnce(new FunctionNotFound('it'));
  await publish('thrown', { state: 'open' }, { state: 'paid' });
  const dead = await receive(account, deadLettersUrl);
  expect(JSON.parse(dead?.Body ?? '')).toMatchObject({ detail: { state: 'paid' } });
});

it.each([
  ['queue', queueArn('missing'), 'The specified queue does not exist.'],
  ['bus', busArn('missing'), `No event bus ${busArn('missing')}`],
])('says in the dead letter that the %s is missing', async (kind, Arn, message) => {
  const name = `missing-${kind}`;
  const deadLettersUrl = await createQueue(account, name);
  await createBus(name, { Id: 't', Arn, DeadLetterConfig: { Arn: queueArn(name) } });
  await publish(name, { state: 'paid' });
  expect((await receive(account, deadLettersUrl))?.MessageAttributes).toMatchObject({
    ERROR_CODE: { StringValue: 'RESOURCE_NOT_FOUND' },
    ERROR_MESSAGE: { StringValue: message },
  });
});

it('passes events on to another bus, and from there to no third', async () => {
  const queueUrl = await createQueue(account, 'second-bus');
  await createBus('third', { Id: 'f', Arn: functionArn });
  await createBus('second', { Id: 'q', Arn: queueArn('second-bus') }, { Id: 'b', Arn: busArn('third') });
  await createBus('first', { Id: 'b', Arn: busArn('second') });
  await publish('first', { state: 'paid' });
  expect(await receiveJson(account, queueUrl)).toEqual({ ...envelope, detail: { state: 'paid' } });
  await account.endpoint.eventBridge.idle();
  expect(invokeFunction).not.toHaveBeenCalled();
});

it('does not deliver for a disabled rule', async () => {
  await createBus('disabled', { Id: 'f', Arn: functionArn });
  await account.events.send(
    new PutRuleCommand({
      Name: 'rule',
      EventBusName: 'disabled',
      EventPattern: '{"source":["relay"]}',
      State: 'DISABLED',
    }),
  );
  await publish('disabled', { state: 'paid' });
  await account.endpoint.eventBridge.idle();
  expect(invokeFunction).not.toHaveBeenCalled();
});
