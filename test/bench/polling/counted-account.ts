import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startLocalEndpoint } from '../../../infra/local/services/local-endpoint.ts';
import { digestsTable } from '../../../shared/aws/digests-table.ts';
import { documentClient } from '../../../shared/aws/dynamo.ts';
import { snapshotsTable } from '../../../shared/aws/snapshots-table.ts';
import { tenantsTable } from '../../../shared/aws/tenants-table.ts';
import type { ResourceName } from '../../../shared/contract/event.ts';
import { relayNames } from '../../../shared/contract/names.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { SandboxControl } from '../../sandbox/control.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { createStageTables } from '../../support/stage-tables.ts';
import { newTenant, relayPoller } from './relay-poller.ts';
import { START_MS } from './situations.ts';

/** Requests of one poll, as they came in at the other ends. */
export interface CountedPoll {
  /** By the first segment of their path. */
  readonly calls: Readonly<Record<string, number>>;
  readonly writes: number;
  /** Other than of the tenant's items and digests. */
  readonly strayReads: readonly string[];
  readonly recordEvents: number;
}

interface DynamoRequest {
  readonly action: string;
  readonly input: unknown;
}

const TOKEN = 'c'.repeat(32);
const names = relayNames('bench');

/** One sevdesk account with records of every kind, and a poller with production's adapters and settings, told apart by sockets. */
export async function startCountedAccount(records: Readonly<Partial<Record<ResourceName, number>>>) {
  let sandboxMs = START_MS;
  const sandbox = await startSandbox({ now: () => sandboxMs });
  const control = new SandboxControl(sandbox.controlUrl);
  await control.createAccount({ token: TOKEN });
  for (const [model, count = 0] of Object.entries(records)) await control.seed(TOKEN, model, count);
  const dynamoLog: DynamoRequest[] = [];
  const endpoint = await startLocalEndpoint({
    port: 0,
    invokeFunction: () => Promise.reject(new Error('There are no functions here')),
    onRequest: (request) => void dynamoLog.push(request),
  });
  const relay = relayPoller({
    baseUrl: sandbox.url,
    token: TOKEN,
    stores: await openStores(endpoint.url),
    polled: resources,
  });
  return {
    control,
    token: TOKEN,
    tenant: relay.tenant,
    /** Lets time pass in sevdesk, before something changes there. */
    passTime(ms: number) {
      sandboxMs += ms;
    },
    async poll(): Promise<CountedPoll> {
      await control.clearRequests();
      dynamoLog.length = 0;
      await relay.poll();
      const calls = countBy((await control.requests()).map(({ path }) => path.split('/')[1] ?? ''));
      return { calls, ...countDynamo(dynamoLog), recordEvents: relay.takeRecordEvents() };
    },
    async stop() {
      await endpoint.close();
      await sandbox.close();
    },
  };
}

export type CountedAccount = Awaited<ReturnType<typeof startCountedAccount>>;

async function openStores(endpoint: string) {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const dynamo = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials });
  await createStageTables(dynamo, names);
  const client = documentClient(dynamo);
  const tenants = tenantsTable(client, names.tenantsTable);
  await tenants.add(newTenant());
  return {
    tenants,
    snapshots: snapshotsTable(client, names.snapshotsTable),
    digests: digestsTable(client, names.snapshotsTable),
  };
}

function countDynamo(log: readonly DynamoRequest[]) {
  const writes = log.filter(({ action }) => /^(Put|Update|Delete|BatchWrite)/.test(action)).length;
  const reads = log.filter(({ action }) => /^(Get|BatchGet|Query|Scan)/.test(action));
  return { writes, strayReads: reads.filter((read) => !isTenantOrDigest(read)).map(({ action }) => action) };
}

function isTenantOrDigest({ action, input }: DynamoRequest): boolean {
  const { TableName, RequestItems } = input as ReadInput;
  if (action === 'GetItem') return TableName === names.tenantsTable;
  const keys = RequestItems?.[names.snapshotsTable]?.Keys ?? [];
  return action === 'BatchGetItem' && keys.every(({ partition }) => partition.S.endsWith(':digest'));
}

/** What is read of a request to DynamoDB. */
interface ReadInput {
  readonly TableName?: string;
  readonly RequestItems?: Readonly<
    Record<string, { readonly Keys: readonly { readonly partition: { readonly S: string } }[] }>
  >;
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
