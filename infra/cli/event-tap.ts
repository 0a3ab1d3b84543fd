import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { CommandFailed } from './cli-error.ts';
import { explainError } from './explain-error.ts';
import { isGone, unlessGone } from './is-gone.ts';
import { sendPermission } from './queue-access.ts';
import { putTemporaryRule, type RuleBus, removeTemporaryRule, temporaryName } from './temporary-rule.ts';

const TARGET_ID = 'tail';
const KEPT_SECONDS = '300';
const LONGEST_WAIT_SECONDS = 20;

export interface TappedBus extends RuleBus {
  readonly sqs: SQSClient;
}

/** A temporary rule and queue through which events of a bus can be watched. */
export interface EventTap {
  /** The next events as EventBridge wrote them, after at most 20 s; none when nothing came or the signal was aborted. */
  receive(signal: AbortSignal): Promise<readonly string[]>;
  /** Removes rule and queue. @throws CommandFailed naming what is left. */
  close(): Promise<void>;
}

/**
 * Lays a tap for an event pattern. On AWS a new rule takes a moment to see events. If it can't be laid, nothing is left behind. It does
 * not expire while it is received from.
 */
export async function openEventTap(bus: TappedBus, pattern: object): Promise<EventTap> {
  const name = temporaryName(bus.busName, 'tail');
  // The rule first: a stage that does not exist fails here, with nothing to remove.
  const rule = await putTemporaryRule(bus, { name, purpose: 'tail', pattern });
  try {
    const queueArn = queueArnBeside(rule.arn, name);
    const queueUrl = await createQueue(bus.sqs, { name, queueArn, ruleArn: rule.arn });
    await rule.aim([{ Id: TARGET_ID, Arn: queueArn }]);
    return {
      async receive(signal) {
        await rule.renew();
        return receive(bus.sqs, queueUrl, signal);
      },
      close: () => close(bus, name),
    };
  } catch (error) {
    await close(bus, name).catch(({ message }: Error) => {
      throw new CommandFailed(`${explainError(error)} ${message}`);
    });
    throw error;
  }
}

/** Removes a tap by its name; what of it is gone is no mistake. The rule goes last, since it is what is looked for. */
export async function removeEventTap(bus: TappedBus, name: string): Promise<void> {
  await deleteQueue(bus.sqs, name);
  await removeTemporaryRule(bus, name);
}

async function close(bus: TappedBus, name: string): Promise<void> {
  try {
    await removeEventTap(bus, name);
  } catch (error) {
    throw new CommandFailed(
      `The rule and the queue "${name}" could not be removed. The first tail or replay an hour from now tries it again. ${explainError(error)}`,
    );
  }
}

/** A message is hidden for as long as it is kept: nobody sees it twice, also where it could not be deleted. */
async function createQueue(
  sqs: SQSClient,
  { name, queueArn, ruleArn }: { name: string; queueArn: string; ruleArn: string },
): Promise<string> {
  const statement = sendPermission({ sid: 'Tail', queueArn, ruleArn });
  const Attributes = {
    MessageRetentionPeriod: KEPT_SECONDS,
    VisibilityTimeout: KEPT_SECONDS,
    // From the beginning: a policy that comes later takes up to a minute to be known everywhere.
    Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  };
  return (await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }))).QueueUrl ?? '';
}

/** `arn:aws:events:<region>:<account>:rule/…` names partition, region and account. */
function queueArnBeside(ruleArn: string, queueName: string): string {
  const [arn, partition, , region, account] = ruleArn.split(':');
  return [arn, partition, 'sqs', region, account, queueName].join(':');
}

async function deleteQueue(sqs: SQSClient, name: string): Promise<void> {
  try {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  } catch (error) {
    unlessGone(error);
  }
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
    if (isGone(error)) {
      throw new CommandFailed(
        'The queue of this tail is gone: it was taken for one that was left behind. Start it again.',
      );
    }
    throw error;
  }
}

/** The local account keeps messages for longer than it is told, and would show them again. */
async function forget(sqs: SQSClient, queueUrl: string, messages: readonly Message[]): Promise<void> {
  const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
}
