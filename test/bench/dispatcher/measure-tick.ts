import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { type LocalEndpointOptions, startLocalEndpoint } from '../../../infra/local/services/local-endpoint.ts';
import { documentClient } from '../../../shared/aws/dynamo.ts';
import { relayNames } from '../../../shared/contract/names.ts';
import { createStageTables } from '../../support/stage-tables.ts';
import { fillTable, settledTenant } from './many-tenants.ts';

const TICK_SECONDS = 60;
const STAGE = 'bench';

export interface TickChoice {
  readonly tenants: number;
  /** Of these, due before the next tick; half of them or more are overdue. */
  readonly due: number;
}

export interface TickFigures extends TickChoice {
  readonly itemBytes: number;
  readonly seconds: number;
  /** As they came in at the other end, by service and action. */
  readonly requests: Readonly<Record<string, number>>;
  /** Tenants whose poll was asked for, each as often as it was. */
  readonly asked: readonly string[];
  /** Tenants that were to be asked for. */
  readonly expected: readonly string[];
  /** Messages by their delay in seconds. */
  readonly delays: Readonly<Record<number, number>>;
}

type Request = Parameters<NonNullable<LocalEndpointOptions['onRequest']>>[0];

/** One tick of the exported handler over a table of so many tenants, with all its requests counted at the socket. */
export async function measureTick(choice: TickChoice): Promise<TickFigures> {
  const requests: Request[] = [];
  const endpoint = await startLocalEndpoint({
    port: 0,
    invokeFunction: () => Promise.reject(new Error('There are no functions here')),
    onRequest: (request) => void requests.push(request),
  });
  try {
    const { itemBytes, expected } = await fillStage(endpoint.url, choice);
    const handler = await loadHandler();
    const context = { functionName: 'schedule-polls', awsRequestId: STAGE, getRemainingTimeInMillis: () => 60_000 };
    requests.length = 0;
    const startedAt = performance.now();
    await handler({}, context as Context);
    const seconds = (performance.now() - startedAt) / 1000;
    return { ...choice, itemBytes, expected, seconds, requests: byKind(requests), ...messagesOf(requests) };
  } finally {
    await endpoint.close();
  }
}

async function fillStage(url: string, { tenants, due }: TickChoice) {
  const names = relayNames(STAGE);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: STAGE,
    AWS_SECRET_ACCESS_KEY: STAGE,
    AWS_REGION: 'eu-central-1',
    STAGE,
    TENANTS_TABLE: names.tenantsTable,
    POLLS_QUEUE_URL: `${url}/000000000000/${names.pollsQueue}`,
    TICK_SECONDS: String(TICK_SECONDS),
  });
  const dynamo = new DynamoDBClient({});
  await createStageTables(dynamo, names);
  await new SQSClient({}).send(new CreateQueueCommand({ QueueName: names.pollsQueue }));
  const ids = Array.from({ length: tenants }, (_, index) => `tenant-${index}`);
  const nowMs = Date.now();
  // Far enough from the next tick for the time that filling takes.
  const dueAt = (index: number) => nowMs + (index < due ? ((index / due) * 2 - 1) * 50_000 : 600_000 + index);
  const all = ids.map((tenantId, index) => settledTenant(tenantId, Math.round(dueAt(index))));
  const bytes = await fillTable(documentClient(dynamo), names.tenantsTable, all);
  return { itemBytes: Math.round(bytes / tenants), expected: ids.slice(0, due) };
}

/** It reads its variables when it is loaded. */
async function loadHandler() {
  const { handler } = await import('../../../functions/schedule-polls/handler.ts');
  return handler as unknown as (event: unknown, context: Context) => Promise<void>;
}

function byKind(requests: readonly Request[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { service, action } of requests)
    counts[`${service} ${action}`] = (counts[`${service} ${action}`] ?? 0) + 1;
  return counts;
}

function messagesOf(requests: readonly Request[]): Pick<TickFigures, 'asked' | 'delays'> {
  const entries = requests.flatMap(({ input }) => (input as SentBatch).Entries ?? []);
  const delays: Record<number, number> = {};
  for (const { DelaySeconds } of entries) delays[DelaySeconds] = (delays[DelaySeconds] ?? 0) + 1;
  return { asked: entries.map(({ MessageBody }) => JSON.parse(MessageBody).tenantId), delays };
}

interface SentBatch {
  readonly Entries?: readonly { readonly MessageBody: string; readonly DelaySeconds: number }[];
}
