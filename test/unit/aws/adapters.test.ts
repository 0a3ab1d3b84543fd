import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  RestoreSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { commandQueue, deadLetters, forwardCommand } from '../../../shared/aws/command-queue.ts';
import { publishTo } from '../../../shared/aws/event-bus.ts';
import { pollsQueue } from '../../../shared/aws/polls-queue.ts';
import { tokenCache } from '../../../shared/aws/token-cache.ts';
import { tokenStore } from '../../../shared/aws/token-store.ts';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import { SecretBeingDeleted } from '../../../shared/domain/secret-being-deleted.ts';

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
  const pauses: number[] = [];
  const sleep = async (ms: number) => void pauses.push(ms);
  const store = tokenStore(new SecretsManagerClient({}), 'sevdesk-relay/dev/tenants/', { sleep });
  const deleted = Object.assign(new Error('scheduled for deletion'), { name: 'InvalidRequestException' });
  beforeEach(() => void pauses.splice(0));

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

  it('takes back a name that somebody in the console has marked for deletion', async () => {
    secrets.on(CreateSecretCommand).rejects(deleted).on(RestoreSecretCommand).resolves({});
    secrets.on(PutSecretValueCommand).resolves({ VersionId: 'v2' });
    expect(await store.store('acme', '0123456789abcdef')).toBe('v2');
    const restored = secrets.commandCalls(RestoreSecretCommand).map(({ args }) => args[0].input.SecretId);
    expect(restored).toEqual(['sevdesk-relay/dev/tenants/acme']);
    expect(pauses).toEqual([1000, 1000, 1000, 1000]);
  });

  it('makes a secret once its name is free, a few seconds after its deletion, and restores nothing', async () => {
    secrets.on(CreateSecretCommand).rejectsOnce(deleted).rejectsOnce(deleted).resolves({ VersionId: 'v1' });
    expect(await store.store('acme', '0123456789abcdef')).toBe('v1');
    expect([pauses.length, secrets.commandCalls(RestoreSecretCommand).length]).toEqual([2, 0]);
  });

  it.each([
    ['refused', deleted],
    ['too late', new ResourceNotFoundException({ message: 'no', $metadata: {} })],
  ])('says that a secret is still being deleted when to restore it is %s', async (_what, error) => {
    secrets.on(CreateSecretCommand).rejects(deleted).on(RestoreSecretCommand).rejects(error);
    await expect(store.store('acme', '0123456789abcdef')).rejects.toThrow(SecretBeingDeleted);
  });

  it('makes a secret with the key of the stage, and leaves one that is there its own', async () => {
    const keeping = tokenStore(new SecretsManagerClient({}), 'sevdesk-relay/dev/tenants/', {
      keyAlias: 'alias/tokens',
    });
    const secret = { SecretString: '{"token":"0123456789abcdef"}' };
    const name = 'sevdesk-relay/dev/tenants/acme';
    secrets.on(CreateSecretCommand).resolvesOnce({ VersionId: 'v1' });
    expect(await keeping.store('acme', '0123456789abcdef')).toBe('v1');
    const [made] = secrets.commandCalls(CreateSecretCommand);
    expect(made?.args[0].input).toEqual({ Name: name, ...secret, KmsKeyId: 'alias/tokens' });
    secrets.on(CreateSecretCommand).rejects(new ResourceExistsException({ message: 'there', $metadata: {} }));
    secrets.on(PutSecretValueCommand).resolves({ VersionId: 'v2' });
    expect(await keeping.store('acme', '0123456789abcdef')).toBe('v2');
    const [changed] = secrets.commandCalls(PutSecretValueCommand);
    expect(changed?.args[0].input).toEqual({ SecretId: name, ...secret });
  });

  it('lists tenants with their current version and key; of a name that is no tenant it shows no more than can be no token', async () => {
    const versions = { old: ['AWSPREVIOUS'], new: ['AWSCURRENT'] };
    const token = '0123456789abcdef';
    const names = ['acme', '../other', 'a/b', 'ünïcode', `acme/${token}`, `${token}=`, 'beta-2'];
    secrets.on(ListSecretsCommand).resolves({
      SecretList: names.map((name) => ({
        Name: `sevdesk-relay/dev/tenants/${name}`,
        SecretVersionsToStages: versions,
        ...(name === 'acme' && { KmsKeyId: 'arn:aws:kms:eu-central-1:123456789012:key/k' }),
      })),
    });
    const listed = [];
    const ignored: string[] = [];
    for await (const secret of store.list((name) => ignored.push(name))) listed.push(secret);
    const shortened = ['../… (8 characters)', 'a/b', 'ünïcode', 'acm… (21 characters)', '012… (17 characters)'];
    expect(ignored).toEqual(shortened);
    expect(listed).toEqual([
      { tenantId: 'acme', version: 'new', keyId: 'arn:aws:kms:eu-central-1:123456789012:key/k' },
      { tenantId: 'beta-2', version: 'new' },
    ]);
  });
});

describe('the token cache', () => {
  function aCache() {
    const state = { nowMs: 0, version: 'v1' };
    const tokens: string[] = [];
    const read = async () => ({ kind: 'token', token: `t${tokens.length + 1}`, version: state.version }) as const;
    const onToken = (token: string) => tokens.push(token);
    return { state, tokens, cache: tokenCache({ read }, { ttlMs: 1000, now: () => state.nowMs, onToken }) };
  }

  it('reads again after its time, and after a 401', async () => {
    const { state, tokens, cache } = aCache();
    await cache.read('acme', 'v1');
    await cache.read('acme', 'v1');
    expect(tokens).toEqual(['t1']);
    state.nowMs = 1000;
    await cache.read('acme', 'v1');
    cache.forget('acme');
    await cache.read('acme', 'v1');
    expect(tokens).toEqual(['t1', 't2', 't3']);
  });

  it('reads again when another version was tested, or none is named', async () => {
    const { state, tokens, cache } = aCache();
    await cache.read('acme', 'v1');
    state.version = 'v2';
    await cache.read('acme', 'v2');
    await cache.read('acme', 'v2');
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

describe('a command that is forwarded', () => {
  it('is sent as a product sends it: the body as it is, and no id of its own, so that SQS knows a repeat', async () => {
    queues.on(SendMessageCommand).resolves({ MessageId: 'm1' });
    const body = '{ "tenantId": "acme" }';
    expect(await forwardCommand(new SQSClient({}), 'url')({ group: 'acme', body })).toBe('m1');
    const [sent] = queues.commandCalls(SendMessageCommand);
    expect(sent?.args[0].input).toEqual({ QueueUrl: 'url', MessageGroupId: 'acme', MessageBody: body });
  });
});

describe('asking for polls', () => {
  const polls = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ tenantId: `t${index}`, delaySeconds: index % 60 }));
  const groups = () =>
    queues
      .commandCalls(SendMessageBatchCommand)
      .map(({ args }) => args[0].input.Entries?.map(({ MessageGroupId }) => MessageGroupId));

  it('sends ten a call, each with its tenant as group and its own delay', async () => {
    queues.on(SendMessageBatchCommand).resolves({});
    await pollsQueue(new SQSClient({}), 'url')(polls(123));
    expect(groups().map((ids) => ids?.length)).toEqual([...Array(12).fill(10), 3]);
    expect(new Set(groups().flat()).size).toBe(123);
    expect(queues.commandCalls(SendMessageBatchCommand)[12]?.args[0].input.Entries?.[2]).toEqual({
      Id: '2',
      MessageBody: '{"tenantId":"t122"}',
      MessageGroupId: 't122',
      DelaySeconds: 2,
    });
  });

  it('sends refused entries again, and never the accepted ones', async () => {
    const failed = { Failed: [{ Id: '1', Code: 'Throttled', SenderFault: false }] };
    queues.on(SendMessageBatchCommand).resolvesOnce(failed).resolves({});
    await pollsQueue(new SQSClient({}), 'url')(polls(3));
    expect(groups()).toEqual([['t0', 't1', 't2'], ['t1']]);
  });

  it('asks for all others when a call fails, then says so', async () => {
    queues.on(SendMessageBatchCommand).rejectsOnce(new Error('SQS did not answer')).resolves({});
    await expect(pollsQueue(new SQSClient({}), 'url')(polls(300))).rejects.toThrow('SQS did not answer');
    expect(groups()).toHaveLength(30);
  });

  it('notices entries that SQS refused inside a success', async () => {
    queues.on(SendMessageBatchCommand).resolves({ Failed: [{ Id: '0', Code: 'Throttled', SenderFault: false }] });
    await expect(pollsQueue(new SQSClient({}), 'url')([{ tenantId: 'acme', delaySeconds: 0 }])).rejects.toThrow(
      'refused 1 polls',
    );
  });
});
