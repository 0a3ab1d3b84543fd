import { randomBytes } from 'node:crypto';
import {
  DeleteRuleCommand,
  type EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { CommandFailed } from './cli-error.ts';
import { explainError } from './explain-error.ts';

const TARGET_ID = 'tail';
const KEPT_SECONDS = '300';
const LONGEST_WAIT_SECONDS = 20;

export interface EventTapOptions {
  readonly events: EventBridgeClient;
  readonly sqs: SQSClient;
  readonly busName: string;
  /** An EventBridge event pattern. */
  readonly pattern: object;
}

/** A temporary rule and queue through which events of a bus can be watched. */
export interface EventTap {
  /** The next events as EventBridge wrote them, after at most 20 s; none when nothing came or the signal was aborted. */
  receive(signal: AbortSignal): Promise<readonly string[]>;
  /** Removes rule and queue. @throws CommandFailed naming what is left. */
  close(): Promise<void>;
}

/** Lays a tap. On AWS a new rule takes a moment to see events. If it can't be laid, nothing is left behind. */
export async function openEventTap(options: EventTapOptions): Promise<EventTap> {
  const name = `${options.busName}-tail-${randomBytes(4).toString('hex')}`;
  // The rule first: a stage that does not exist fails here, with nothing to remove.
  const ruleArn = await putRule(options, name);
  const undo: (() => Promise<unknown>)[] = [() => deleteRule(options, name)];
  try {
    const queueUrl = await createQueue(options.sqs, name);
    undo.push(() => options.sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl })));
    await aimRuleAtQueue(options, { name, ruleArn, queueUrl });
    return {
      receive: (signal) => receive(options.sqs, queueUrl, signal),
      close: () => removeAll(undo, name),
    };
  } catch (error) {
    await removeAll(undo, name);
    throw error;
  }
}

async function putRule({ events, busName, pattern }: EventTapOptions, name: string): Promise<string> {
  const Description = 'Temporary, of "sevdesk-relay tail". May be deleted, and the queue of this name with it.';
  const rule = { Name: name, EventBusName: busName, EventPattern: JSON.stringify(pattern), Description };
  return (await events.send(new PutRuleCommand(rule))).RuleArn ?? '';
}

/** A message is hidden for as long as it is kept: nobody sees it twice, also where it could not be deleted. */
async function createQueue(sqs: SQSClient, name: string): Promise<string> {
  const Attributes = { MessageRetentionPeriod: KEPT_SECONDS, VisibilityTimeout: KEPT_SECONDS };
  return (await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }))).QueueUrl ?? '';
}

async function aimRuleAtQueue(
  { events, sqs, busName }: EventTapOptions,
  { name, ruleArn, queueUrl }: { name: string; ruleArn: string; queueUrl: string },
): Promise<void> {
  const asked = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }));
  const queueArn = asked.Attributes?.QueueArn ?? '';
  const Policy = JSON.stringify(allowRule(ruleArn, queueArn));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { Policy } }));
  const target = { Rule: name, EventBusName: busName, Targets: [{ Id: TARGET_ID, Arn: queueArn }] };
  const { FailedEntries = [] } = await events.send(new PutTargetsCommand(target));
  // PutTargets answers success when targets were refused.
  if (FailedEntries.length > 0) throw new Error(`EventBridge refused the queue: ${FailedEntries[0]?.ErrorMessage}`);
}

function allowRule(ruleArn: string, queueArn: string): object {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
    Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
  };
  return { Version: '2012-10-17', Statement: [statement] };
}

async function receive(sqs: SQSClient, queueUrl: string, signal: AbortSignal): Promise<readonly string[]> {
  const messages = await nextMessages(sqs, queueUrl, signal);
  if (messages.length > 0) await forget(sqs, queueUrl, messages);
  return messages.map(({ Body = '' }) => Body);
}

async function nextMessages(sqs: SQSClient, queueUrl: string, signal: AbortSignal): Promise<readonly Message[]> {
  const request = { QueueUrl: queueUrl, WaitTimeSeconds: LONGEST_WAIT_SECONDS, MaxNumberOfMessages: 10 };
  try {
    return (await sqs.send(new ReceiveMessageCommand(request), { abortSignal: signal })).Messages ?? [];
  } catch (error) {
    if (signal.aborted) return [];
    throw error;
  }
}

/** The local account keeps messages for longer than it is told, and would show them again. */
async function forget(sqs: SQSClient, queueUrl: string, messages: readonly Message[]): Promise<void> {
  const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
}

/** A rule with targets can't be deleted; one without this target can. */
async function deleteRule({ events, busName }: EventTapOptions, name: string): Promise<void> {
  await events.send(new RemoveTargetsCommand({ Rule: name, EventBusName: busName, Ids: [TARGET_ID] }));
  await events.send(new DeleteRuleCommand({ Name: name, EventBusName: busName }));
}

async function removeAll(undo: readonly (() => Promise<unknown>)[], name: string): Promise<void> {
  const failed = (await Promise.allSettled(undo.map((remove) => remove()))).find(({ status }) => status === 'rejected');
  if (failed?.status !== 'rejected') return;
  throw new CommandFailed(`Delete the rule and the queue "${name}" by hand: ${explainError(failed.reason)}`);
}
