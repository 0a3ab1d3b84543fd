import {
  CancelReplayCommand,
  DeleteRuleCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  StartReplayCommand,
  type Target,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { AddPermissionCommand, LambdaClient, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { compileEventPattern } from '../../../infra/local/services/event-pattern.ts';
import { cliWorld } from './cli-world.ts';

export const NOW = Date.parse('2026-11-20T08:15:00Z');
export const BUS = 'sevdesk-relay-dev';
export const EVENTS = 'arn:aws:events:eu-central-1:1';
export const QUEUE = 'arn:aws:sqs:eu-central-1:1:crm';
const BURIED = 'arn:aws:sqs:eu-central-1:1:crm-dead';
export const FUNCTION = 'arn:aws:lambda:eu-central-1:1:function:crm:live';

export const sqs = mockClient(SQSClient);
export const events = mockClient(EventBridgeClient);
export const lambda = mockClient(LambdaClient);

export const target: Target = { Id: 'q', Arn: QUEUE, InputPath: '$.detail', DeadLetterConfig: { Arn: BURIED } };
export const own = { Sid: 'own', Effect: 'Allow', Action: 'sqs:SendMessage' };

/** What an account of AWS has at the moment. */
export const account = {
  /** Of each queue, by its address. */
  policies: {} as Record<string, string | undefined>,
  /** Everything that was sent, in its order. */
  calls: [] as string[],
};

export function isNamed(name: string): Error {
  return Object.assign(new Error(`no: ${name}`), { name });
}

/** An account with an archive, and with the rule `crm` that delivers to the queue `crm`; each replay in it goes well. */
export function fakeAccount(): void {
  account.policies = { crm: JSON.stringify({ Version: '2012-10-17', Id: 'i', Statement: [own] }) };
  account.calls = [];
  sqs.reset().onAnyCommand().rejects(new Error('not faked'));
  events.reset().onAnyCommand().rejects(new Error('not faked'));
  lambda.reset().onAnyCommand().rejects(new Error('not faked'));
  events.on(DescribeArchiveCommand).resolves({
    ArchiveArn: `${EVENTS}:archive/${BUS}`,
    EventSourceArn: `${EVENTS}:event-bus/${BUS}`,
    RetentionDays: 7,
    CreationTime: new Date('2026-01-01T00:00:00Z'),
  });
  aRule({ pattern: { source: ['sevdesk-relay'] }, targets: [target] });
  events.on(TestEventPatternCommand).callsFake(({ EventPattern, Event }) => ({
    Result: compileEventPattern(EventPattern)(JSON.parse(Event)),
  }));
  events.on(ListRulesCommand).resolves({ Rules: [] });
  events.on(PutRuleCommand).callsFake(noted('PutRule', ({ Name }) => ({ RuleArn: `${EVENTS}:rule/${BUS}/${Name}` })));
  events.on(PutTargetsCommand).callsFake(noted('PutTargets', () => ({ FailedEntryCount: 0 })));
  events.on(StartReplayCommand).callsFake(noted('StartReplay', () => ({ State: 'STARTING' })));
  events.on(CancelReplayCommand).callsFake(noted('CancelReplay', () => ({})));
  replayIs(['STARTING'], ['RUNNING', '2026-11-20T07:00:00Z'], ['COMPLETED', '2026-11-20T07:30:00Z']);
  events.on(RemoveTargetsCommand).callsFake(noted('RemoveTargets', () => ({})));
  events.on(DeleteRuleCommand).callsFake(noted('DeleteRule', () => ({})));
  sqs.on(GetQueueUrlCommand).callsFake(({ QueueName }) => ({ QueueUrl: QueueName }));
  sqs.on(GetQueueAttributesCommand).callsFake(({ QueueUrl }) => ({
    Attributes: account.policies[QueueUrl] ? { Policy: account.policies[QueueUrl] } : {},
  }));
  sqs.on(SetQueueAttributesCommand).callsFake(
    noted('SetPolicy', ({ QueueUrl, Attributes }) => {
      account.policies[QueueUrl] = Attributes.Policy;
      return {};
    }),
  );
  lambda.on(AddPermissionCommand).callsFake(noted('AddPermission', () => ({})));
  lambda.on(RemovePermissionCommand).callsFake(noted('RemovePermission', () => ({})));
}

// biome-ignore lint/suspicious/noExplicitAny: the fakes of one mock have many inputs
function noted(name: string, answer: (input: any) => object) {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  return (input: any) => {
    account.calls.push(name);
    return answer(input);
  };
}

export function aRule(rule: {
  readonly pattern?: object;
  readonly targets?: readonly Target[];
  readonly managed?: boolean;
}) {
  const EventPattern = rule.pattern && JSON.stringify(rule.pattern);
  events.on(DescribeRuleCommand).callsFake(({ Name }) => ({
    Name,
    Arn: `${EVENTS}:rule/${BUS}/${Name}`,
    ...(EventPattern !== undefined && { EventPattern }),
    ...(rule.managed && { ManagedBy: 'prod.vhs.events.aws.internal' }),
  }));
  events.on(ListTargetsByRuleCommand).resolves({ Targets: [...(rule.targets ?? [])] });
}

/** The states that are seen one after the other, with how far it came. */
export function replayIs(...seen: readonly (readonly [string, string?])[]): void {
  let look = 0;
  events.on(DescribeReplayCommand).callsFake(() => {
    const [State, reached] = seen[Math.min(look, seen.length - 1)] ?? [];
    look += 1;
    return { State, StateReason: 'for a reason', ...(reached && { EventLastReplayedTime: new Date(reached) }) };
  });
}

/** Another writes to a policy at the same moment, and knows nothing of what was just written: once, or always. */
export function othersWrite(when: (policy: string) => boolean, text: string, times = 1): void {
  let left = times;
  sqs.on(SetQueueAttributesCommand).callsFake(({ QueueUrl, Attributes }) => {
    const isOverwritten = when(Attributes.Policy) && left > 0;
    if (isOverwritten) left -= 1;
    account.policies[QueueUrl] = isOverwritten ? text : Attributes.Policy;
    return {};
  });
}

export async function replay(...options: string[]) {
  const world = cliWorld({ now: () => NOW });
  const line = ['--stage', 'dev', 'replay', '--to-rule', 'crm', '--from', '2h', ...options];
  return { exitCode: await world.run(...line), ...world.written };
}

export const laidRule = () => events.commandCalls(PutRuleCommand)[0]?.args[0].input;
export const laidPattern = () => JSON.parse(laidRule()?.EventPattern ?? '{}');
