import {
  type DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import type { Tenant } from '../domain/tenant.ts';
import { tenantHash } from '../domain/tenant-hash.ts';

/** A partition takes 1,000 writes a second, and each poll moves its tenant twice: out of its place and into the next. */
const SHARDS = Array.from({ length: 8 }, (_, shard) => `due-${shard}`);

export interface DueTenant {
  readonly tenantId: string;
  readonly dueAt: number;
}

export interface AcceptedTenant {
  readonly tenantId: string;
  /** 0: not that it is known. */
  readonly acceptedAt: number;
}

/** In each shard. */
const LOOKED_AT = 5;

/** Where the index keeps a tenant. Who has no `dueAt` is not in it: it holds tenants that are polled, and nobody else. */
export function dueShard({ tenantId, dueAt }: Pick<Tenant, 'tenantId' | 'dueAt'>): string | undefined {
  return dueAt === undefined ? undefined : SHARDS[tenantHash(tenantId) % SHARDS.length];
}

/** Who is due before, by all shards side by side; of what was read together, the longest waiting first. */
export async function* queryDue(
  client: DynamoDBDocumentClient,
  tableName: string,
  beforeMs: number,
): AsyncGenerator<DueTenant> {
  let open: readonly ShardPage[] = SHARDS.map((shard) => ({ shard }));
  while (open.length > 0) {
    const answers = await Promise.all(open.map((page) => queryPage(client, tableName, { ...page, beforeMs })));
    const due = answers.flatMap(({ Items = [] }) => Items);
    yield* due
      .map(({ tenantId, dueAt }) => ({ tenantId: String(tenantId), dueAt: Number(dueAt) }))
      .sort((a, b) => a.dueAt - b.dueAt);
    open = answers.flatMap(({ shard, LastEvaluatedKey: start }) => (start ? [{ shard, start }] : []));
  }
}

/** How many are due before. The index lags a little behind. */
export async function countDue(client: DynamoDBDocumentClient, tableName: string, beforeMs: number): Promise<number> {
  let due = 0;
  let open: readonly ShardPage[] = SHARDS.map((shard) => ({ shard }));
  while (open.length > 0) {
    const counted = open.map((page) => queryPage(client, tableName, { ...page, beforeMs, Select: 'COUNT' }));
    const answers = await Promise.all(counted);
    for (const { Count = 0 } of answers) due += Count;
    open = answers.flatMap(({ shard, LastEvaluatedKey: start }) => (start ? [{ shard, start }] : []));
  }
  return due;
}

/** When the tokens of those were accepted who are due last of all that are due before: of most of them, lately. */
export async function acceptedLast(
  client: DynamoDBDocumentClient,
  tableName: string,
  beforeMs: number,
): Promise<readonly AcceptedTenant[]> {
  const last = { beforeMs, ScanIndexForward: false, Limit: LOOKED_AT };
  const answers = await Promise.all(SHARDS.map((shard) => queryPage(client, tableName, { shard, ...last })));
  return answers
    .flatMap(({ Items = [] }) => Items)
    .map(({ tenantId, acceptedAt }) => ({ tenantId: String(tenantId), acceptedAt: Number(acceptedAt ?? 0) }));
}

interface ShardPage {
  readonly shard: string;
  readonly start?: Record<string, unknown>;
}

async function queryPage(
  client: DynamoDBDocumentClient,
  tableName: string,
  { shard, start, beforeMs, ...how }: ShardPage & { readonly beforeMs: number } & Partial<QueryCommandInput>,
): Promise<QueryCommandOutput & { readonly shard: string }> {
  const answer = await client.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: 'due',
      KeyConditionExpression: 'dueShard = :shard AND dueAt < :before',
      ExpressionAttributeValues: { ':shard': shard, ':before': beforeMs },
      ...how,
      ...(start && { ExclusiveStartKey: start }),
    }),
  );
  return { ...answer, shard };
}
