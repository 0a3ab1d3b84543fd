import type { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { PollDependencies, PollSettings } from '../../../functions/poll-tenant/poll-dependencies.ts';
import { digestsTable } from '../../../shared/aws/digests-table.ts';
import { publishTo } from '../../../shared/aws/event-bus.ts';
import { pollsQueue, type RequestPolls } from '../../../shared/aws/polls-queue.ts';
import { snapshotsTable } from '../../../shared/aws/snapshots-table.ts';
import { type TenantsTable, tenantsTable } from '../../../shared/aws/tenants-table.ts';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import { SevdeskThrottled, SevdeskUnavailable } from '../../../shared/domain/sevdesk-error.ts';
import { CALL_TIMEOUT_MS, type SevdeskAnswer, type SevdeskCall } from '../../../shared/sevdesk/client.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { noMeasure } from '../../support/silent-log.ts';
import type { FakeDynamo } from '../fake-dynamo.ts';
import type { Invocation } from '../invocation.ts';
import { SNAPSHOTS, TENANTS } from '../names.ts';
import type { FleetSevdesk } from './fleet-sevdesk.ts';
import type { FleetTenant } from './fleet-tenant.ts';

const STORE_MS = 15;
const BUS_MS = 40;
const QUEUE_MS = 20;
const SECRETS_MS = 30;
/** A call takes its usual time, or so much of it more or less. */
const DEVIATION = 0.2;

/** One invocation, and what is around it. */
export interface FleetOutside {
  readonly invocation: Invocation;
  readonly dynamo: FakeDynamo;
  readonly now: () => number;
}

export interface PolledTenant extends FleetOutside {
  readonly tenant: FleetTenant;
  readonly sevdesk: FleetSevdesk;
  readonly settings: PollSettings;
  readonly onRequest: () => void;
  readonly onEvent: (event: RelayEvent) => void;
  readonly onWentThrough: () => void;
}

/** The poller as its handler wires it, with the outside of the simulation. */
export function fleetPoller(polled: PolledTenant): PollDependencies {
  const { invocation, tenant, settings, now } = polled;
  const dynamo = dynamoOf(polled);
  const token = { kind: 'token', token: 't'.repeat(32), version: 'v1' } as const;
  return {
    stage: 'fleet',
    tenants: tenantsTable(dynamo, TENANTS),
    snapshots: snapshotsTable(dynamo, SNAPSHOTS),
    digests: digestsTable(dynamo, SNAPSHOTS),
    ledger: { creatorOf: async () => undefined, notedBy: async () => undefined },
    tokens: {
      read: () => invocation.call({ name: 'secret', longestMs: SECRETS_MS, effect: () => token }),
      forget: () => undefined,
    },
    publish: publishTo(busOf(polled), 'bus'),
    connect: (_token, spend) => ({
      async call(call) {
        await spend();
        return callSevdesk(polled, call);
      },
    }),
    resources,
    settings,
    now,
    random: () => tenant.random.next(),
    newId: () => invocation.name,
    sleep: (ms) => invocation.sleep(ms),
    log: SILENT,
    count: (name) => {
      if (name === 'polls') polled.onWentThrough();
    },
    measure: noMeasure,
  };
}

/** What the scheduler works with. */
export function fleetScheduler(
  outside: FleetOutside,
  send: (body: string, delayMs: number) => void,
): { tenants: TenantsTable; requestPolls: RequestPolls; log: PollDependencies['log'] } {
  const { invocation } = outside;
  const client = {
    send: ({ input: { Entries = [] } }: SendMessageBatchCommand) => {
      const effect = () => {
        for (const { MessageBody = '', DelaySeconds = 0 } of Entries) send(MessageBody, DelaySeconds * 1000);
        return {};
      };
      return invocation.call({ name: 'SendMessageBatch', longestMs: QUEUE_MS, effect });
    },
  };
  return {
    tenants: tenantsTable(dynamoOf(outside), TENANTS),
    requestPolls: pollsQueue(client as unknown as SQSClient, 'polls'),
    log: SILENT,
  };
}

async function callSevdesk(polled: PolledTenant, call: SevdeskCall): Promise<SevdeskAnswer> {
  const { invocation, tenant, sevdesk, onRequest } = polled;
  onRequest();
  const timesOut = tenant.timeoutPart > 0 && tenant.random.chance(tenant.timeoutPart);
  const usualMs = timesOut ? CALL_TIMEOUT_MS : tenant.callMs;
  const effect = () => {
    if (timesOut) throw new SevdeskUnavailable('sevdesk could not be reached (timeout)');
    if (tenant.isThrottled) throw new SevdeskThrottled({ status: 429 }, undefined);
    return sevdesk.answer(call);
  };
  const longestMs = timesOut ? 0 : usualMs * 2 * DEVIATION;
  return invocation.call({ name: call.path, longestMs, effect, answerMs: usualMs * (timesOut ? 1 : 1 - DEVIATION) });
}

function dynamoOf({ invocation, dynamo }: FleetOutside): DynamoDBDocumentClient {
  const send = (command: unknown) =>
    invocation.call({ name: 'DynamoDB', longestMs: STORE_MS, effect: () => dynamo.execute(command) });
  return { send } as unknown as DynamoDBDocumentClient;
}

function busOf({ invocation, onEvent }: PolledTenant): EventBridgeClient {
  const send = ({ input: { Entries = [] } }: PutEventsCommand) => {
    const effect = () => {
      for (const { Detail = '' } of Entries) onEvent(JSON.parse(Detail));
      return { FailedEntryCount: 0 };
    };
    return invocation.call({ name: 'PutEvents', longestMs: BUS_MS, effect });
  };
  return { send } as unknown as EventBridgeClient;
}

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
