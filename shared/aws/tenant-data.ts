import { setTimeout as sleep } from 'node:timers/promises';
import { BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { RESOURCE_NAMES } from '../contract/event.ts';
import { partition } from './snapshots-table.ts';

const DELETES_PER_CALL = 25;
const PAUSE_MS = 100;

export interface TenantDataCounts {
  /** Snapshots, those of deleted records too. */
  readonly records: number;
  readonly commands: number;
}

/** Everything that is kept of a tenant beside itself: what was told, and what was asked and done. For operators only. */
export interface TenantData {
  count(tenantId: string): Promise<TenantDataCounts>;
  /** Deletes snapshots and digests. */
  purgeRecords(tenantId: string): Promise<void>;
  /** Deletes the ledger. Answers how many commands it left, since a call of theirs may still be under way. */
  purgeLedger(tenantId: string, nowMs: number): Promise<number>;
}

type Item = Readonly<Record<string, unknown>>;

export function tenantData(
  client: DynamoDBDocumentClient,
  { snapshotsTable, commandsTable }: { readonly snapshotsTable: string; readonly commandsTable: string },
): TenantData {
  const records = (name: string): Partition => ({ table: snapshotsTable, hash: 'partition', range: 'recordId', name });
  const ledger = (name: string): Partition => ({ table: commandsTable, hash: 'tenantId', range: 'entry', name });
  return {
    async count(tenantId) {
      let known = 0;
      for (const resource of RESOURCE_NAMES)
        known += await countItems(client, records(partition({ tenantId, resource })));
      return { records: known, commands: await countItems(client, ledger(tenantId), 'command:') };
    },
    async purgeRecords(tenantId) {
      for (const resource of RESOURCE_NAMES) {
        const name = partition({ tenantId, resource });
        for (const use of ['', ':digest', ':listing']) await purge(client, records(`${name}${use}`), () => true);
      }
    },
    purgeLedger: (tenantId, nowMs) =>
      purge(client, ledger(tenantId), ({ state, claimDeadline }) => {
        return state !== 'claimed' || Number(claimDeadline) <= nowMs;
      }),
  };
}

/** All items of one partition key. */
interface Partition {
  readonly table: string;
  readonly hash: string;
  readonly range: string;
  readonly name: string;
}

async function countItems(client: DynamoDBDocumentClient, of: Partition, prefix?: string): Promise<number> {
  let items = 0;
  for await (const { Count = 0 } of pages(client, of, { prefix, countOnly: true })) items += Count;
  return items;
}

/** Deletes what may be deleted; answers how many items are left. */
async function purge(client: DynamoDBDocumentClient, of: Partition, mayGo: (item: Item) => boolean): Promise<number> {
  let left = 0;
  for await (const { Items = [] } of pages(client, of, {})) {
    const gone = Items.filter(mayGo);
    left += Items.length - gone.length;
    for (let start = 0; start < gone.length; start += DELETES_PER_CALL) {
      await deleteBatch(client, of, gone.slice(start, start + DELETES_PER_CALL));
    }
  }
  return left;
}

/** BatchWriteItem answers success when it left items out under load (`UnprocessedItems`): they are deleted again. */
async function deleteBatch(
  client: DynamoDBDocumentClient,
  { table, hash, range }: Partition,
  items: readonly Item[],
): Promise<void> {
  const requests = items.map((item) => ({ DeleteRequest: { Key: { [hash]: item[hash], [range]: item[range] } } }));
  let rest: NonNullable<BatchWriteCommand['input']['RequestItems']> | undefined = { [table]: requests };
  while (rest && Object.keys(rest).length > 0) {
    const answer: { UnprocessedItems?: typeof rest } = await client.send(new BatchWriteCommand({ RequestItems: rest }));
    rest = answer.UnprocessedItems;
    if (rest && Object.keys(rest).length > 0) await sleep(PAUSE_MS);
  }
}

/** Keys, and what says whether a command may be deleted. */
async function* pages(
  client: DynamoDBDocumentClient,
  { table, hash, range, name }: Partition,
  { prefix, countOnly = false }: { readonly prefix?: string | undefined; readonly countOnly?: boolean },
) {
  let start: Item | undefined;
  do {
    const page: { Items?: Item[]; Count?: number; LastEvaluatedKey?: Item } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: prefix ? '#hash = :name AND begins_with(#range, :prefix)' : '#hash = :name',
        ExpressionAttributeNames: {
          '#hash': hash,
          ...((prefix || !countOnly) && { '#range': range }),
          ...(!countOnly && { '#state': 'state' }),
        },
        ExpressionAttributeValues: { ':name': name, ...(prefix && { ':prefix': prefix }) },
        ConsistentRead: true,
        ...(countOnly ? { Select: 'COUNT' } : { ProjectionExpression: '#hash, #range, #state, claimDeadline' }),
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    yield page;
    start = page.LastEvaluatedKey;
  } while (start);
}
