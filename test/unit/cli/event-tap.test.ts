import {
  DeleteRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { cliWorld } from './cli-world.ts';

const RULE = 'arn:aws:events:eu-central-1:1:rule/sevdesk-relay-dev/r';
const NOW = Date.parse('2026-11-20T08:15:00Z');
const sqs = mockClient(SQSClient);
const events = mockClient(EventBridgeClient);

beforeEach(() => {
  sqs.reset().onAnyCommand().rejects(new Error('not faked'));
  events.reset().onAnyCommand().rejects(new Error('not faked'));
  sqs.on(CreateQueueCommand).resolves({ QueueUrl: 'https://queue' });
  sqs.on(GetQueueUrlCommand).resolves({ QueueUrl: 'https://queue' });
  sqs.on(ReceiveMessageCommand).resolves({
    Messages: [
      { Body: '{"detail":{"n":1}}', ReceiptHandle: 'r1' },
      { Body: '{"detail":{"n":2}}', ReceiptHandle: 'r2' },
    ],
  });
  sqs.on(DeleteMessageBatchCommand).resolves({});
  sqs.on(DeleteQueueCommand).resolves({});
  events.on(ListRulesCommand).resolves({ Rules: [] });
  events.on(ListTargetsByRuleCommand).resolves({ Targets: [{ Id: 'tail', Arn: 'q' }] });
  events.on(PutRuleCommand).resolves({ RuleArn: RULE });
  events.on(PutTargetsCommand).resolves({ FailedEntryCount: 0 });
  events.on(RemoveTargetsCommand).resolves({});
  events.on(DeleteRuleCommand).resolves({});
});

const removals = () => [
  events.commandCalls(RemoveTargetsCommand).length,
  events.commandCalls(DeleteRuleCommand).length,
  sqs.commandCalls(DeleteQueueCommand).length,
];
async function tail(...options: string[]) {
  const { run, written } = cliWorld({ now: () => NOW });
  return { exitCode: await run('--stage', 'dev', 'tail', '--json', ...options), ...written };
}

describe('tail', () => {
  it('shows as many events as asked for and removes rule and queue', async () => {
    expect(await tail('--count', '3')).toMatchObject({ exitCode: 0, out: '{"n":1}\n{"n":2}\n{"n":1}\n' });
    expect(removals()).toEqual([1, 1, 1]);
  });

  it('deletes what it has seen, so that no event comes twice', async () => {
    await tail('--count', '2');
    expect(sqs.commandCalls(DeleteMessageBatchCommand).map(({ args }) => args[0].input)).toEqual([
      {
        QueueUrl: 'https://queue',
        Entries: [expect.objectContaining({ ReceiptHandle: 'r1' }), expect.objectContaining({ ReceiptHandle: 'r2' })],
      },
    ]);
  });

  it('asks EventBridge for what was asked for, and lets only this rule write to the queue', async () => {
    await tail('--count', '1', '--tenant', 'acme', '--type', 'invoice.paid', 'command.failed');
    const rule = events.commandCalls(PutRuleCommand)[0]?.args[0].input;
    expect(rule?.Name).toMatch(/^sevdesk-relay-dev-tail-[0-9a-f]{8}$/);
    expect(rule?.EventBusName).toBe('sevdesk-relay-dev');
    expect(JSON.parse(rule?.EventPattern ?? '')).toEqual({
      source: ['sevdesk-relay'],
      'detail-type': ['invoice.paid', 'command.failed'],
      detail: { tenantid: ['acme'] },
    });
    const { QueueName, Attributes } = sqs.commandCalls(CreateQueueCommand)[0]?.args[0].input ?? {};
    expect(QueueName).toBe(rule?.Name);
    expect(JSON.parse(Attributes?.Policy ?? '').Statement).toEqual([
      {
        Sid: 'Tail',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: `arn:aws:sqs:eu-central-1:1:${rule?.Name}`,
        Condition: { ArnEquals: { 'aws:SourceArn': RULE } },
      },
    ]);
  });

  it('says in the rule until when it is in use, and renews that', async () => {
    let nowMs = NOW;
    const world = cliWorld({ now: () => nowMs });
    sqs.on(ReceiveMessageCommand).callsFake(() => {
      nowMs += 15 * 60_000;
      return { Messages: [{ Body: '{"detail":{}}', ReceiptHandle: 'r' }] };
    });
    await world.run('--stage', 'dev', 'tail', '--json', '--count', '4');
    const said = events.commandCalls(PutRuleCommand).map(({ args }) => args[0].input.Description);
    expect(said.map((text) => /until (\S+):/.exec(text ?? '')?.[1])).toEqual([
      '2026-11-20T09:15:00.000Z',
      '2026-11-20T09:45:00.000Z',
    ]);
    const patterns = events.commandCalls(PutRuleCommand).map(({ args }) => args[0].input.EventPattern);
    expect(new Set(patterns).size).toBe(1);
  });

  it('removes rule and queue after a stop signal, also while it waits', async () => {
    const world = cliWorld();
    sqs.on(ReceiveMessageCommand).callsFake(() => {
      world.stop();
      throw new Error('aborted');
    });
    expect(await world.run('--stage', 'dev', 'tail')).toBe(0);
    expect(removals()).toEqual([1, 1, 1]);
  });

  it('removes rule and queue after an error', async () => {
    sqs.on(ReceiveMessageCommand).rejects(new Error('broken'));
    expect(await tail()).toMatchObject({ exitCode: 1, err: expect.stringContaining('broken') });
    expect(removals()).toEqual([1, 1, 1]);
  });

  it('leaves nothing behind when the queue is refused as target, which EventBridge answers with success', async () => {
    events
      .on(PutTargetsCommand)
      .resolves({ FailedEntryCount: 1, FailedEntries: [{ TargetId: 'tail', ErrorMessage: 'not this' }] });
    expect(await tail()).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('refused the target tail: not this'),
    });
    expect(removals()).toEqual([1, 1, 1]);
  });

  it('makes nothing when the stage is not there', async () => {
    events.on(ListRulesCommand).rejects(Object.assign(new Error('no bus'), { name: 'ResourceNotFoundException' }));
    expect(await tail()).toMatchObject({ exitCode: 1, err: expect.stringContaining('Is the stage deployed') });
    expect(removals()).toEqual([0, 0, 0]);
  });

  it('removes the rule when there is no queue', async () => {
    sqs.on(CreateQueueCommand).rejects(new Error('limit'));
    sqs.on(GetQueueUrlCommand).rejects(Object.assign(new Error('none'), { name: 'QueueDoesNotExist' }));
    expect(await tail()).toMatchObject({ exitCode: 1, err: expect.stringContaining('limit') });
    expect(removals()).toEqual([1, 1, 0]);
  });

  it('says why it could not begin, also when it can not remove the rest either', async () => {
    sqs.on(CreateQueueCommand).rejects(new Error('no queue for you'));
    events.on(DeleteRuleCommand).rejects(new Error('not that'));
    const { exitCode, err } = await tail();
    expect([exitCode, err]).toEqual([1, expect.stringMatching(/no queue for you The rule and the queue .* not that/)]);
  });

  it('names what it could not remove, and keeps the rule by which it is found again', async () => {
    sqs.on(DeleteQueueCommand).rejects(new Error('denied'));
    const { exitCode, err } = await tail('--count', '1');
    expect(exitCode).toBe(1);
    expect(err).toMatch(/The rule and the queue "sevdesk-relay-dev-tail-\w+" could not be removed\. .* denied/);
    expect(removals()).toEqual([0, 0, 1]);
  });

  it('says that it was taken for a left one when its queue is gone', async () => {
    sqs.on(ReceiveMessageCommand).rejects(Object.assign(new Error('none'), { name: 'QueueDoesNotExist' }));
    const { exitCode, err } = await tail();
    expect([exitCode, err]).toEqual([1, expect.stringContaining('The queue of this tail is gone')]);
  });
});
