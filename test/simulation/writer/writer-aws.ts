import type { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Caller, callAws } from './caller.ts';
import type { FifoQueue } from './fifo-queue.ts';
import { BY_STATE } from './names.ts';

const STORE_MS = 15;
const BUS_MS = 40;
const QUEUE_MS = 20;

export function dynamoOf(caller: Caller): DynamoDBDocumentClient {
  const { dynamo, ledgerIndex, oracle } = caller.world;
  const send = (command: { readonly input: unknown; readonly constructor: { readonly name: string } }) =>
    callAws(caller, {
      name: command.constructor.name,
      input: command.input,
      longestMs: STORE_MS,
      breaks: 'break-store',
      effect: () => {
        if (command instanceof QueryCommand && command.input.IndexName === BY_STATE) return ledgerIndex.query(command);
        const answer = dynamo.execute(command);
        ledgerIndex.follow(command);
        if (command instanceof PutCommand) oracle.stored(command.input.Item ?? {});
        return answer;
      },
    });
  return { send } as unknown as DynamoDBDocumentClient;
}

export function busOf(caller: Caller): EventBridgeClient {
  const send = ({ input }: PutEventsCommand) =>
    callAws(caller, {
      name: 'PutEvents',
      input,
      longestMs: BUS_MS,
      breaks: 'break-bus',
      effect: () => {
        for (const { Detail = '' } of input.Entries ?? []) caller.world.oracle.told(JSON.parse(Detail));
        return { FailedEntryCount: 0 };
      },
    });
  return { send } as unknown as EventBridgeClient;
}

export function sqsOf(caller: Caller): SQSClient {
  const send = (command: { readonly input: { QueueUrl?: string | undefined } }) =>
    callAws(caller, {
      name: command.constructor.name,
      input: command.input,
      longestMs: QUEUE_MS,
      breaks: 'break-queue',
      effect: () => execute(command, caller.world.queues[command.input.QueueUrl as 'commands' | 'dead-letters']),
    });
  return { send } as unknown as SQSClient;
}

function execute(command: unknown, queue: FifoQueue): unknown {
  if (command instanceof SendMessageCommand) return sendMessage(command, queue);
  if (command instanceof ChangeMessageVisibilityCommand) {
    const { ReceiptHandle = '', VisibilityTimeout = 0 } = command.input;
    return queue.changeVisibility(ReceiptHandle, VisibilityTimeout);
  }
  if (command instanceof ReceiveMessageCommand) return { Messages: receiveMessages(command, queue) };
  if (command instanceof DeleteMessageBatchCommand) {
    return { Successful: command.input.Entries?.filter(({ ReceiptHandle = '' }) => queue.remove(ReceiptHandle)) };
  }
  if (command instanceof ChangeMessageVisibilityBatchCommand) return showMessages(command, queue);
  throw new Error(`The simulation does not know ${(command as object).constructor.name}`);
}

function sendMessage({ input }: SendMessageCommand, queue: FifoQueue): object {
  const { MessageGroupId: group = '', MessageDeduplicationId: deduplicationId = '', MessageBody: body = '' } = input;
  queue.send({ group, deduplicationId, body, attributes: textsOf(input.MessageAttributes ?? {}) });
  return {};
}

function textsOf(attributes: Readonly<Record<string, MessageAttributeValue>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(attributes).map(([name, { StringValue = '' }]) => [name, StringValue]));
}

function receiveMessages({ input }: ReceiveMessageCommand, queue: FifoQueue): unknown[] {
  const { MaxNumberOfMessages: most = 1, VisibilityTimeout: seconds = 0 } = input;
  const found: unknown[] = [];
  while (found.length < most) {
    const delivery = queue.receive(seconds * 1000);
    if (!delivery) break;
    const { group: MessageGroupId, deduplicationId: MessageDeduplicationId, receipt, body } = delivery;
    found.push({ ReceiptHandle: receipt, Body: body, Attributes: { MessageGroupId, MessageDeduplicationId } });
  }
  return found;
}

function showMessages({ input }: ChangeMessageVisibilityBatchCommand, queue: FifoQueue): object {
  for (const { ReceiptHandle = '', VisibilityTimeout = 0 } of input.Entries ?? []) {
    queue.changeVisibility(ReceiptHandle, VisibilityTimeout);
  }
  return {};
}
