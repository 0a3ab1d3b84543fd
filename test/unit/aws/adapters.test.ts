import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { commandQueue, deadLetters } from '../../../shared/aws/command-queue.ts';
import { publishTo } from '../../../shared/aws/event-bus.ts';
import { pollsQueue } from '../../../shared/aws/polls-queue.ts';
import { tokenCache } from '../../../shared/aws/token-cache.ts';
import { tokenStore } from '../../../shared/aws/token-store.ts';
import type { RelayEvent } from '../../../shared/contract/event.ts';

const events = mockClient(EventBridgeClient);
const secrets = mockClient(SecretsManagerClient);
const queues = mockClient(SQSClient);
beforeEach(() => {
  for (const mock of [events, secrets, queues]) mock.reset();
});

const event = (id: number, extra = {}) =>
  ({ id: `evt_${id}`, type: 'invoice.updated', data: { ...extra } }) as unknown as RelayEvent;
const sentIds = () =>
  events
    .commandCalls(PutEventsCommand)
    .map((call) => call.args[0].input.Entries?.map(({ Detail }) => JSON.parse(Detail ?? '').id));
const details = () =>
  events
    .commandCalls(PutEventsCommand)
    .flatMap((call) => call.args[0].input.Entries?.map(({ Detail }) => JSON.parse(Detail ?? '')) ?? []);

describe('publishing', () => {
  const publish = publishTo(new EventBridgeClient({}), 'bus');

  it('sends ten events a call, in order', async () => {
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    await publish(Array.from({ length: 12 }, (_, id) => event(id)));
    expect(sentIds().map((ids) => ids?.length)).toEqual([10, 2]);
  });

  it('sends failed entries again, and never the accepted ones', async () => {
    const mixed = {
      FailedEntryCount: 1,
      Entries: [{ EventId: 'a' }, { ErrorCode: 'ThrottlingException' }, { EventId: 'c' }],
    };
    events.on(PutEventsCommand).resolvesOnce(mixed).resolves({ FailedEntryCount: 0 });
    await publish([event(1), event(2), event(3)]);
    expect(sentIds()).toEqual([['evt_1', 'evt_2', 'evt_3'], ['evt_2']]);
  });

  it('gives up with an error when entries are refused for good, so that nothing is stored as published', async () => {
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] });
    await expect(publish([event(1)])).rejects.toThrow('refused 1 events (InternalFailure)');
  });

  it('keeps a call below what EventBridge takes, and without a store tells an oversized event without its record', async () => {
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    const big = { record: { text: 'x'.repeat(150_000) }, summary: { gross: 1 } };
    const huge = { record: { text: 'x'.repeat(400_000) }, summary: { gross: 2 } };
    await publish([event(1, big), event(2, big), event(3, huge)]);
    expect(sentIds()).toEqual([['evt_1'], ['evt_2', 'evt_3']]);
    expect(details()[2]).toEqual({ id: 'evt_3', type: 'invoice.updated', data: { summary: { gross: 2 } } });
  });
});

describe('publishing what is too large for the bus', () => {
  const record = { text: 'x'.repeat(300_000) };
  const kept: RelayEvent[] = [];
  const keep = async (given: RelayEvent) => {
    kept.push(given);
    return `s3://records/acme/${given.id}.json`;
  };
  beforeEach(() => {
    kept.length = 0;
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  });

  it('stores the whole event, and tells it without its record and with the place', async () => {
    const large = event(2, { record, changed: ['text'], previous: { text: 'before' } });
    await publishTo(new EventBridgeClient({}), 'bus', keep)([event(1), large, event(3)]);
    expect(kept).toEqual([large]);
    expect(sentIds()).toEqual([['evt_1', 'evt_2', 'evt_3']]);
    expect(details()[1]).toMatchObject({ dataref: 's3://records/acme/evt_2.json' });
    expect(details()[1].data).toEqual({ changed: ['text'], previous: { text: 'before' } });
    expect(details()[0]).not.toHaveProperty('dataref');
  });

  it('leaves old values out, too, when they alone are too large; their names stay', async () => {
    const previous = { text: 'y'.repeat(300_000) };
    await publishTo(new EventBridgeClient({}), 'bus', keep)([event(1, { record, changed: ['text'], previous })]);
    expect(details()[0].data).toEqual({ changed: ['text'], previous: {} });
    expect(kept[0]?.data).toMatchObject({ previous });
  });

  it('publishes nothing while something is not stored', async () => {
    const refuse = () => Promise.reject(new Error('no room'));
    const publish = publishTo(new EventBridgeClient({}), 'bus', refuse);
    await expect(publish([event(1), event(2, { record })])).rejects.toThrow('no room');
    expect(events.commandCalls(PutEventsCommand)).toEqual([]);
  });
});

describe('the token store', () => {
  const store = tokenStore(new SecretsManagerClient({}), 'sevdesk-relay/dev/tenants/');

  it.each([
    ['{"token":"0123456789abcdef"}', 'token'],
    ['{"token":""}', 'invalid'],
    ['{"Token":"0123456789abcdef"}', 'invalid'],
    ['0123456789abcdef', 'invalid'],
    ['"0123456789abcdef"', 'invalid'],
    ['null', 'invalid'],
  ])('reads %s as %s, and never quotes a wrong one', async (SecretString, kind) => {
    secrets.on(GetSecretValueCommand).resolves({ SecretString, VersionId: 'v1' });
    const stored = await store.read('acme');
    expect(stored.kind).toBe(kind);
    if (stored.kind === 'invalid') expect(stored.message).not.toContain('0123456789abcdef');
  });

  it.each([
    ['is not there', new ResourceNotFoundException({ message: 'no', $metadata: {} })],
    ['is being deleted', Object.assign(new Error('deleted'), { name: 'InvalidRequestException' })],
  ])('says that a secret %s', async (_name, error) => {
    secrets.on(GetSecretValueCommand).rejects(error);
    expect(await store.read('acme')).toEqual({ kind: 'missing' });
  });

  it('lists tenants with their current version, and nothing that is no tenant', async () => {
    const versions = { old: ['AWSPREVIOUS'], new: ['AWSCURRENT'] };
    const names = ['acme', '../other', 'a/b', 'ünïcode', 'beta-2'];
    secrets.on(ListSecretsCommand).resolves({
      SecretList: names.map((name) => ({
        Name: `sevdesk-relay/dev/tenants/${name}`,
        SecretVersionsToStages: versions,
      })),
    });
    const listed = [];
    for await (const secret of store.list()) listed.push(secret);
    expect(listed).toEqual([
      { tenantId: 'acme', version: 'new' },
      { tenantId: 'beta-2', version: 'new' },
    ]);
  });
});

describe('the token cache', () => {
  it('reads again after its time, after a 401, and never keeps what is no token', async () => {
    let nowMs = 0;
    const tokens: string[] = [];
    const store = { read: async () => ({ kind: 'token', token: `t${tokens.length + 1}`, version: 'v' }) as const };
    const cache = tokenCache(store, { ttlMs: 1000, now: () => nowMs, onToken: (token) => tokens.push(token) });
    await cache.read('acme');
    await cache.read('acme');
    nowMs = 1000;
    await cache.read('acme');
    cache.forget('acme');
    await cache.read('acme');
    expect(tokens).toEqual(['t1', 't2', 't3']);
  });
});

describe('dead letters', () => {
  const failure = {
    reason: 'rejected_by_sevdesk',
    message: 'No\u0001!',
    retryable: false,
    sevdesk: { status: 422, code: '170' },
  } as const;
  const letter = { group: 'acme:c1', deduplicationId: 'c1:1', body: '{}', attempts: 1, failure };
  const sent = () => queues.commandCalls(SendMessageCommand)[0]?.args[0].input;

  it('carry their cause, in characters that SQS takes', async () => {
    queues.on(SendMessageCommand).resolves({});
    await deadLetters(new SQSClient({}), 'url')(letter);
    const values = Object.entries(sent()?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
      name,
      StringValue,
    ]);
    expect(Object.fromEntries(values)).toEqual({
      reason: 'rejected_by_sevdesk',
      message: 'No !',
      attempts: '1',
      sevdeskStatus: '422',
      sevdeskCode: '170',
    });
  });

  it('compress a body that leaves no room for the cause', async () => {
    queues.on(SendMessageCommand).resolves({});
    await deadLetters(new SQSClient({}), 'url')({ ...letter, body: 'x'.repeat(1_048_576) });
    expect(sent()?.MessageBody).toContain('compressed with gzip');
    expect(sent()?.MessageAttributes?.body?.BinaryValue?.length).toBeLessThan(10_000);
  });
});

describe('a command that is sent again', () => {
  it('carries an id of its own for each round, however long names are: SQS swallows repeats', async () => {
    queues.on(SendMessageCommand).resolves({});
    const resend = commandQueue(new SQSClient({}), 'url');
    const command = { tenantId: 't'.repeat(63), commandId: 'c'.repeat(64), body: '{}' };
    for (const round of ['run2', 'run3', 'run3']) await resend({ ...command, round });
    const inputs = queues.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);
    const ids = inputs.map(({ MessageDeduplicationId = '' }) => MessageDeduplicationId);
    expect([new Set(ids).size, ids.every((id) => id.length <= 128)]).toEqual([2, true]);
    expect(inputs[0]).toMatchObject({ MessageGroupId: command.tenantId, MessageBody: '{}' });
  });
});

describe('asking for polls', () => {
  it('notices entries that SQS refused inside a success', async () => {
    queues.on(SendMessageBatchCommand).resolves({ Failed: [{ Id: '0', Code: 'Throttled', SenderFault: false }] });
    await expect(pollsQueue(new SQSClient({}), 'url')([{ tenantId: 'acme', delaySeconds: 0 }])).rejects.toThrow(
      'refused 1 polls',
    );
  });
});
