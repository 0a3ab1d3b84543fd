import { gunzipSync, gzipSync } from 'node:zlib';
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import type { ResourceName } from '../contract/event.ts';
import type { Snapshot } from '../domain/change.ts';
import { writeIf } from './dynamo.ts';

/** BatchGetItem takes at most 100 keys. */
const KEYS_PER_READ = 100;
const WRITES_AT_ONCE = 25;

/** A snapshot to store, and the sequence that must be stored now: undefined for a record that was never stored. */
export interface SnapshotCommit {
  readonly snapshot: Snapshot;
  readonly previousSequence: number | undefined;
}

export interface RecordKind {
  readonly tenantId: string;
  readonly resource: ResourceName;
}

/** Where it is kept what was last published of each record. */
export interface SnapshotsTable {
  load(kind: RecordKind, recordIds: readonly string[]): Promise<ReadonlyMap<string, Snapshot>>;
  /**
   * Stores snapshots after their events are out. Each write is conditional on the sequence it continues, so that a
   * poller that lost its lease can't take a record back. Returns the ids that somebody else had moved on.
   */
  commit(kind: RecordKind, commits: readonly SnapshotCommit[]): Promise<readonly string[]>;
  /** Every snapshot of a resource, those of deleted records too. Reads all content: for rare needs. */
  all(kind: RecordKind): AsyncIterable<Snapshot>;
  /** Ids of records that were due before a Berlin day and not told overdue, through an index that may lag a little. */
  dueBefore(kind: RecordKind, day: string): AsyncIterable<string>;
}

export function snapshotsTable(client: DynamoDBDocumentClient, tableName: string): SnapshotsTable {
  return {
    async load(kind, recordIds) {
      const found = new Map<string, Snapshot>();
      for (const ids of chunks([...new Set(recordIds)], KEYS_PER_READ)) {
        for (const item of await readBatch(client, tableName, { kind, ids })) {
          const snapshot = fromItem(item);
          found.set(snapshot.recordId, snapshot);
        }
      }
      return found;
    },
    async commit(kind, commits) {
      const refused: string[] = [];
      for (const chunk of chunks(commits, WRITES_AT_ONCE)) {
        const stored = await Promise.all(chunk.map((commit) => putSnapshot(client, tableName, { kind, commit })));
        refused.push(...chunk.filter((_, index) => !stored[index]).map(({ snapshot }) => snapshot.recordId));
      }
      return refused;
    },
    async *all(kind) {
      const query = { condition: '#partition = :partition', values: { ':partition': partition(kind) } };
      for await (const item of queryAll(client, tableName, query)) yield fromItem(item);
    },
    async *dueBefore(kind, day) {
      const values = { ':partition': partition(kind), ':day': day };
      const query = { index: 'due-dates', condition: 'dueOf = :partition AND dueOn < :day', values };
      for await (const item of queryAll(client, tableName, query)) yield String(item.recordId);
    },
  };
}

interface PartitionQuery {
  readonly index?: string;
  readonly condition: string;
  readonly values: Readonly<Record<string, string>>;
}

async function* queryAll(client: DynamoDBDocumentClient, tableName: string, query: PartitionQuery) {
  const { index, condition, values } = query;
  let start: Record<string, unknown> | undefined;
  do {
    const page: QueryCommandOutput = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: condition,
        ExpressionAttributeValues: values,
        ...(index ? { IndexName: index } : { ConsistentRead: true }),
        ...(!index && { ExpressionAttributeNames: { '#partition': 'partition' } }),
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    yield* page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start);
}

/** BatchGetItem may leave keys out under load (`UnprocessedKeys`): they are asked for again. */
async function readBatch(
  client: DynamoDBDocumentClient,
  tableName: string,
  { kind, ids }: { kind: RecordKind; ids: readonly string[] },
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let keys: Record<string, unknown>[] | undefined = ids.map((recordId) => ({ partition: partition(kind), recordId }));
  while (keys && keys.length > 0) {
    const answer: BatchGetCommandOutput = await client.send(
      new BatchGetCommand({ RequestItems: { [tableName]: { Keys: keys, ConsistentRead: true } } }),
    );
    items.push(...(answer.Responses?.[tableName] ?? []));
    keys = answer.UnprocessedKeys?.[tableName]?.Keys;
  }
  return items;
}

function putSnapshot(
  client: DynamoDBDocumentClient,
  tableName: string,
  { kind, commit }: { kind: RecordKind; commit: SnapshotCommit },
): Promise<boolean> {
  const { snapshot, previousSequence } = commit;
  const condition =
    previousSequence === undefined
      ? { ConditionExpression: 'attribute_not_exists(recordId)' }
      : {
          ConditionExpression: '#sequence = :previous',
          ExpressionAttributeNames: { '#sequence': 'sequence' },
          ExpressionAttributeValues: { ':previous': previousSequence },
        };
  const item = { partition: partition(kind), ...toItem(snapshot), ...(snapshot.dueOn && { dueOf: partition(kind) }) };
  return writeIf(() => client.send(new PutCommand({ TableName: tableName, Item: item, ...condition })));
}

export function partition({ tenantId, resource }: RecordKind): string {
  return `${tenantId}:${resource}`;
}

/** Record and positions are compressed: a third of the write units, and no document reaches DynamoDB's 400 KB. */
function toItem(snapshot: Snapshot): Record<string, unknown> {
  const { record, positions, positionsPending, lookAgain, telling, ...keys } = snapshot;
  const content = { record, positions, positionsPending, lookAgain, telling };
  return { ...keys, content: gzipSync(JSON.stringify(content)) };
}

function fromItem(item: Record<string, unknown>): Snapshot {
  const content = JSON.parse(gunzipSync(item.content as Uint8Array).toString('utf8'));
  return {
    recordId: String(item.recordId),
    sequence: Number(item.sequence),
    fingerprint: String(item.fingerprint),
    ...(item.deletedAt !== undefined && { deletedAt: Number(item.deletedAt) }),
    ...(item.dueOn !== undefined && { dueOn: String(item.dueOn) }),
    ...(item.overdueTold === true && { overdueTold: true }),
    ...content,
  };
}

function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
