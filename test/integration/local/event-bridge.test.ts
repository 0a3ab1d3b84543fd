import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  InvalidEventPatternException,
  LimitExceededException,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  TagResourceCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalAccount, queueArn, startLocalAccount } from './local-account.ts';

let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount();
});
afterAll(() => account.endpoint.close());

const EventPattern = JSON.stringify({ source: ['relay'] });
const entry = { Source: 'relay', DetailType: 'Changed', Detail: '{}' };

async function createRule(name: string, busName: string): Promise<string | undefined> {
  await account.events.send(new CreateEventBusCommand({ Name: busName }));
  const rule = await account.events.send(new PutRuleCommand({ Name: name, EventBusName: busName, EventPattern }));
  return rule.RuleArn;
}

it('has a default bus and keeps others', async () => {
  const { EventBusArn } = await account.events.send(new CreateEventBusCommand({ Name: 'kept', Description: 'd' }));
  expect(EventBusArn).toBe('arn:aws:events:eu-central-1:000000000000:event-bus/kept');
  const described = await account.events.send(new DescribeEventBusCommand({ Name: EventBusArn }));
  expect(described).toMatchObject({ Name: 'kept', Description: 'd', CreationTime: expect.any(Date) });
  const { EventBuses } = await account.events.send(new ListEventBusesCommand({}));
  expect(EventBuses?.map(({ Name }) => Name)).toEqual(expect.arrayContaining(['default', 'kept']));
  await account.events.send(new DeleteEventBusCommand({ Name: 'kept' }));
  const gone = account.events.send(new DescribeEventBusCommand({ Name: 'kept' }));
  await expect(gone).rejects.toBeInstanceOf(ResourceNotFoundException);
});

it('refuses a bus that exists', async () => {
  const create = account.events.send(new CreateEventBusCommand({ Name: 'default' }));
  await expect(create).rejects.toBeInstanceOf(ResourceAlreadyExistsException);
});

it('keeps rules, by name and switched on or off', async () => {
  const RuleArn = await createRule('one', 'rules');
  expect(RuleArn).toBe('arn:aws:events:eu-central-1:000000000000:rule/rules/one');
  const rule = { Name: 'one', EventBusName: 'rules' };
  await account.events.send(new DisableRuleCommand(rule));
  expect(await account.events.send(new DescribeRuleCommand(rule))).toMatchObject({ EventPattern, State: 'DISABLED' });
  await account.events.send(new EnableRuleCommand(rule));
  const { Rules } = await account.events.send(new ListRulesCommand({ EventBusName: 'rules', NamePrefix: 'o' }));
  expect(Rules).toMatchObject([{ Name: 'one', State: 'ENABLED', Arn: RuleArn }]);
});

it('lists page by page', async () => {
  await createRule('a', 'paged');
  await account.events.send(new PutRuleCommand({ Name: 'b', EventBusName: 'paged', EventPattern }));
  const first = await account.events.send(new ListRulesCommand({ EventBusName: 'paged', Limit: 1 }));
  const page = { EventBusName: 'paged', Limit: 1, NextToken: first.NextToken };
  const second = await account.events.send(new ListRulesCommand(page));
  expect([first.Rules?.[0]?.Name, second.Rules?.[0]?.Name, second.NextToken]).toEqual(['a', 'b', undefined]);
});

it('deletes a rule only without targets, and a bus only without rules', async () => {
  await createRule('one', 'deleted');
  const rule = { Rule: 'one', EventBusName: 'deleted' };
  const target = { Id: 't', Arn: queueArn('q') };
  await account.events.send(new PutTargetsCommand({ ...rule, Targets: [target] }));
  const deleteRule = new DeleteRuleCommand({ Name: 'one', EventBusName: 'deleted' });
  await expect(account.events.send(deleteRule)).rejects.toThrow("Rule can't be deleted since it has targets.");
  const deleteBus = new DeleteEventBusCommand({ Name: 'deleted' });
  await expect(account.events.send(deleteBus)).rejects.toThrow("Event bus can't be deleted since it has rules.");
  const removed = await account.events.send(new RemoveTargetsCommand({ ...rule, Ids: ['t', 'unknown'] }));
  expect(removed).toMatchObject({ FailedEntryCount: 1, FailedEntries: [{ TargetId: 'unknown' }] });
  await account.events.send(deleteRule);
  await account.events.send(deleteBus);
});

it('keeps targets, at most five', async () => {
  await createRule('one', 'targets');
  const rule = { Rule: 'one', EventBusName: 'targets' };
  const Targets = ['a', 'b', 'c', 'd', 'e'].map((Id) => ({ Id, Arn: queueArn(Id) }));
  await account.events.send(new PutTargetsCommand({ ...rule, Targets }));
  await account.events.send(new PutTargetsCommand({ ...rule, Targets: [{ Id: 'e', Arn: queueArn('other') }] }));
  const listed = await account.events.send(new ListTargetsByRuleCommand(rule));
  expect(listed.Targets).toEqual([...Targets.slice(0, 4), { Id: 'e', Arn: queueArn('other') }]);
  const byTarget = new ListRuleNamesByTargetCommand({ TargetArn: queueArn('other'), EventBusName: 'targets' });
  expect((await account.events.send(byTarget)).RuleNames).toEqual(['one']);
  const sixth = new PutTargetsCommand({ ...rule, Targets: [{ Id: 'f', Arn: queueArn('f') }] });
  await expect(account.events.send(sixth)).rejects.toBeInstanceOf(LimitExceededException);
});

it('takes tags', async () => {
  const ResourceARN = await createRule('one', 'tagged');
  await account.events.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'k', Value: 'v' }] }));
  const { Tags } = await account.events.send(new ListTagsForResourceCommand({ ResourceARN }));
  expect(Tags).toEqual([{ Key: 'k', Value: 'v' }]);
});

it('refuses an invalid pattern with its reason', async () => {
  const put = account.events.send(new PutRuleCommand({ Name: 'bad', EventPattern: '{"source":"relay"}' }));
  await expect(put).rejects.toBeInstanceOf(InvalidEventPatternException);
  await expect(put).rejects.toThrow('"source" must be an object or an array');
});

it('tests a pattern on an event', async () => {
  const envelope = { id: '1', account: '0', time: 't', region: 'r', resources: [], 'detail-type': 'd' };
  const Event = JSON.stringify({ ...envelope, source: 'relay' });
  expect((await account.events.send(new TestEventPatternCommand({ EventPattern, Event }))).Result).toBe(true);
});

it.each([
  ['PutRule', new PutRuleCommand({ Name: 'x' }), 'EventPattern or ScheduleExpression must be specified'],
  ['a schedule', new PutRuleCommand({ Name: 'x', ScheduleExpression: 'often' }), 'ScheduleExpression'],
  [
    'CreateEventBus',
    new CreateEventBusCommand({ Name: 'x', KmsKeyIdentifier: 'k' }),
    'KmsKeyIdentifier is not supported',
  ],
  [
    'PutEvents',
    new PutEventsCommand({ Entries: [{ ...entry, TraceHeader: 't' }] }),
    'Entries.0.TraceHeader is not supported',
  ],
  ['eleven entries', new PutEventsCommand({ Entries: Array(11).fill(entry) }), 'Entries'],
  [
    '256 KB',
    new PutEventsCommand({ Entries: [{ ...entry, Detail: `{"a":"${'x'.repeat(262_144)}"}` }] }),
    'over the limit',
  ],
])('refuses %s with the reason', async (_, command, message) => {
  await expect(account.events.send(command as PutRuleCommand)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(message),
  });
});

const fifo = { Id: 't', Arn: queueArn('q.fifo') };
const queue = { Id: 't', Arn: queueArn('q') };
it.each([
  ['an unsupported kind of target', { Id: 't', Arn: 'arn:aws:sns:eu-central-1:000000000000:x' }, 'only SQS queues'],
  [
    'an unsupported parameter',
    { ...queue, KinesisParameters: { PartitionKeyPath: '$' } },
    'Targets.0.KinesisParameters',
  ],
  ['a FIFO queue without a group', fifo, 'MessageGroupId must be specified'],
  ['two inputs', { ...queue, Input: '{}', InputPath: '$' }, 'Only one of Input, InputPath, or InputTransformer'],
  ['broken input', { ...queue, Input: '{' }, 'JSON syntax error in input for target t'],
  ['a complex path', { ...queue, InputPath: '$.a[*]' }, 'Targets.0.InputPath'],
  ['an unknown placeholder', { ...queue, InputTransformer: { InputTemplate: '"<x>"' } }, 'unknown placeholder <x>'],
  [
    'a template that is no JSON',
    { ...queue, InputTransformer: { InputTemplate: 'hello' } },
    'neither JSON nor quoted text',
  ],
  ['FIFO dead letters', { ...queue, DeadLetterConfig: { Arn: fifo.Arn } }, 'DeadLetterConfig.Arn'],
])('refuses %s', async (_, target, message) => {
  await account.events.send(new PutRuleCommand({ Name: 'refusing', EventPattern }));
  const put = new PutTargetsCommand({ Rule: 'refusing', Targets: [target] });
  await expect(account.events.send(put)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(message),
  });
});
