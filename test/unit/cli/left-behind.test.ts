import {
  DeleteRuleCommand,
  DescribeReplayCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { removeLeftBehind } from '../../../infra/cli/left-behind.ts';
import { cliWorld } from './cli-world.ts';

const NOW = Date.parse('2026-11-20T08:15:00Z');
const BUS = 'sevdesk-relay-dev';
const PAST = '2026-11-20T08:14:59.000Z';
const tail = (until: string) => `Temporary, of "sevdesk-relay tail", until ${until}: …`;
const replay = (until: string) => `Temporary, of "sevdesk-relay replay", until ${until}: …`;

const sqs = mockClient(SQSClient);
const events = mockClient(EventBridgeClient);

beforeEach(() => {
  sqs.reset().onAnyCommand().rejects(new Error('not faked'));
  events.reset().onAnyCommand().rejects(new Error('not faked'));
  events.on(ListTargetsByRuleCommand).resolves({ Targets: [{ Id: 't', Arn: 'arn:aws:sqs:r:1:crm' }] });
  events.on(RemoveTargetsCommand).resolves({});
  events.on(DeleteRuleCommand).resolves({});
  sqs.on(GetQueueUrlCommand).callsFake(({ QueueName }) => ({ QueueUrl: QueueName }));
  sqs.on(DeleteQueueCommand).resolves({});
  let Policy = JSON.stringify({ Statement: [{ Sid: 'own' }, { Sid: 'SevdeskRelayReplay0000abcd' }] });
  sqs.on(GetQueueAttributesCommand).callsFake(() => ({ Attributes: { Policy } }));
  sqs.on(SetQueueAttributesCommand).callsFake(({ Attributes }) => {
    Policy = Attributes.Policy;
    return {};
  });
});

async function clean(...rules: readonly (readonly [name: string, description: string])[]) {
  const EventPattern = '{"replay-name":["again"]}';
  events.on(ListRulesCommand, { NextToken: undefined }).resolves({
    Rules: rules.slice(0, 1).map(([Name, Description]) => ({ Name, Description, EventPattern })),
    NextToken: 'more',
  });
  events
    .on(ListRulesCommand, { NextToken: 'more' })
    .resolves({ Rules: rules.slice(1).map(([Name, Description]) => ({ Name, Description, EventPattern })) });
  const { context, written } = cliWorld();
  const clients = { events: new EventBridgeClient(), sqs: new SQSClient(), endpoint: undefined };
  await removeLeftBehind(context, { ...clients, busName: BUS, now: () => NOW });
  return {
    said: written.err,
    rules: events.commandCalls(DeleteRuleCommand).map(({ args }) => args[0].input.Name),
    queues: sqs.commandCalls(DeleteQueueCommand).map(({ args }) => args[0].input.QueueUrl),
  };
}

it('removes expired tails with their queues, on every page', async () => {
  const names = [`${BUS}-tail-0000abcd`, `${BUS}-tail-1111abcd`] as const;
  const { said, rules, queues } = await clean([names[0], tail(PAST)], [names[1], tail(PAST)]);
  expect([rules, queues]).toEqual([names, names]);
  expect(said).toContain(`Removed what an earlier tail left behind: ${names[0]}\n`);
});

it.each([
  ['is in use', `${BUS}-tail-0000abcd`, tail('2026-11-20T08:15:00.001Z')],
  ['has no words of ours', `${BUS}-tail-0000abcd`, 'Mine, until 2020-01-01T00:00:00Z: x'],
  ['has no time', `${BUS}-tail-0000abcd`, tail('soon')],
  ['has another name', 'crm-tail-0000abcd', tail(PAST)],
  ['has the name of the other purpose', `${BUS}-replay-0000abcd`, tail(PAST)],
  ['has a name that we never make', `${BUS}-tail-mine`, tail(PAST)],
])('leaves a rule that %s', async (_what, name, description) => {
  expect(await clean([name, description])).toEqual({ said: '', rules: [], queues: [] });
});

it('removes an expired replay with what its rule was allowed, and no other statement', async () => {
  events.on(DescribeReplayCommand, { ReplayName: 'again' }).resolves({ State: 'COMPLETED' });
  const name = `${BUS}-replay-0000abcd`;
  expect((await clean([name, replay(PAST)])).rules).toEqual([name]);
  const policies = sqs
    .commandCalls(SetQueueAttributesCommand)
    .map(({ args }) => args[0].input.Attributes?.Policy ?? '');
  expect(policies.map((text) => JSON.parse(text).Statement)).toEqual([[{ Sid: 'own' }]]);
});

it('leaves a replay that EventBridge still carries out, and says so', async () => {
  events.on(DescribeReplayCommand).resolves({ State: 'RUNNING' });
  const { said, rules } = await clean([`${BUS}-replay-0000abcd`, replay(PAST)]);
  expect([rules, said]).toEqual([
    [],
    expect.stringContaining('The replay again, whose command was killed, still runs'),
  ]);
});

it('removes a replay that never began, and one of which a part is gone', async () => {
  const gone = Object.assign(new Error('gone'), { name: 'ResourceNotFoundException' });
  events.on(DescribeReplayCommand).rejects(gone);
  sqs.on(GetQueueUrlCommand).rejects(Object.assign(new Error('gone'), { name: 'QueueDoesNotExist' }));
  events.on(RemoveTargetsCommand).rejects(gone);
  const { said } = await clean([`${BUS}-replay-0000abcd`, replay(PAST)]);
  expect(said).toContain('Removed what an earlier replay left behind');
});

it('says what it could not remove, and goes on with the next', async () => {
  sqs.on(DeleteQueueCommand, { QueueUrl: `${BUS}-tail-0000abcd` }).rejects(new Error('denied'));
  const { said, rules } = await clean([`${BUS}-tail-0000abcd`, tail(PAST)], [`${BUS}-tail-1111abcd`, tail(PAST)]);
  expect(said).toContain(`${BUS}-tail-0000abcd, which an earlier tail left behind, could not be removed: denied`);
  expect(rules).toEqual([`${BUS}-tail-1111abcd`]);
});
