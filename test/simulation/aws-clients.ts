import type { PutEventsRequestEntry as Entry, EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { tenantOf } from '../../shared/aws/tenant-item.ts';
import type { RelayEvent } from '../../shared/contract/event.ts';
import type { Invocation } from './invocation.ts';
import { TENANTS } from './names.ts';
import type { World } from './world.ts';

const STORE_MS = 15;
const BUS_MS = 40;
const QUEUE_MS = 20;

export function dynamoOf(world: World, invocation: Invocation): DynamoDBDocumentClient {
  const send = (command: unknown) => {
    const effect = () => {
      const answer = world.dynamo.execute(command);
      const isTenant = command instanceof PutCommand && command.input.TableName === TENANTS;
      if (isTenant) world.oracle.tenantStored(tenantOf(command.input.Item ?? {}));
      return answer;
    };
    const name = (command as object).constructor.name;
    const broken = world.faults.count('break-store');
    if (broken) invocation.faulted = true;
    const brokenEffect = broken && (() => breakStore(effect, broken.how));
    return invocation.call({ name, longestMs: STORE_MS, effect: brokenEffect ?? effect });
  };
  return { send } as unknown as DynamoDBDocumentClient;
}

/** `repeated`: the answer was lost, and the SDK sent the command again. */
function breakStore(effect: () => unknown, how: 'before' | 'after' | 'repeated'): unknown {
  if (how !== 'before') effect();
  if (how === 'repeated') return effect();
  throw new Error(`DynamoDB did not answer (${how})`);
}

/** Entries that the bus refuses one by one are sent again here: production pauses in between, by a clock of its own. */
export function busOf(world: World, invocation: Invocation): EventBridgeClient {
  const { faults, random } = world;
  const put = (entries: readonly Entry[], isRefused: () => boolean) => {
    const effect = () => entries.filter((entry) => isRefused() || !accept(world, invocation, entry));
    return invocation.call({ name: 'PutEvents', longestMs: BUS_MS, effect });
  };
  const send = async ({ input: { Entries = [] } }: PutEventsCommand) => {
    const broken = faults.count('break-bus')?.how;
    if (broken) invocation.faulted = true;
    if (broken === 'before') throw new Error('EventBridge did not answer');
    const rest = await put(Entries, () => broken === 'some' && random.chance(0.5));
    if (rest.length > 0) await put(rest, () => false);
    if (broken === 'after') throw new Error('EventBridge did not answer');
    return { FailedEntryCount: 0 };
  };
  return { send } as unknown as EventBridgeClient;
}

function accept(world: World, invocation: Invocation, { Detail = '' }: Entry): true {
  const event = JSON.parse(Detail) as RelayEvent;
  world.note(`  ${invocation.name} tells ${event.type} ${event.subject} ${Number(event.sequence ?? 0)}`);
  world.oracle.told(invocation, event);
  return true;
}

export function queueOf(world: World, invocation: Invocation): SQSClient {
  const send = ({ input }: SendMessageBatchCommand) => {
    const broken = world.faults.take('break-queue')?.how;
    const effect = () => {
      if (broken === 'before') throw new Error('SQS did not answer');
      for (const { MessageBody = '', DelaySeconds = 0 } of input.Entries ?? [])
        world.send(MessageBody, DelaySeconds * 1000);
      if (broken === 'after') throw new Error('SQS did not answer');
      return {};
    };
    return invocation.call({ name: 'SendMessageBatch', longestMs: QUEUE_MS, effect });
  };
  return { send } as unknown as SQSClient;
}
