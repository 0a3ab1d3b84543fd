import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
  PutCommand,
} from '@aws-sdk/lib-dynamodb';
import type { DigestPage, DigestPart } from '../domain/digest.ts';
import { writeIf } from './dynamo.ts';
import { partition, type RecordKind } from './snapshots-table.ts';

/** An item holds 400 KB at most, attribute names included. */
const BYTES_PER_ITEM = 350_000;
const SIGHT_BYTES = 16;
/** Ids are digits in practice; sevdesk's readable ones have at most 64 characters. */
const MOST_ID_BYTES = 255;

/** `digest`: of the last whole listing · `listing`: of one that is not finished. */
export type DigestUse = 'digest' | 'listing';

export interface DigestKey extends RecordKind {
  readonly use: DigestUse;
}

/** Where digests are kept, apart from what they are digests of. Which parts count stands in the tenant's progress. */
export interface DigestsTable {
  /** The first `parts` parts, oldest first; `undefined` if one of them is not there. */
  load(key: DigestKey, parts: number): Promise<readonly DigestPart[] | undefined>;
  /** The pages that the last of so many parts holds: one small read. */
  loadPages(key: DigestKey, parts: number): Promise<readonly DigestPage[]>;
  /**
   * Writes a part as part number `index` and, where it is large, the following ones. Returns the number of the next part.
   * @throws Error when a later holder of the lease has written here: `fence` is lower than its number.
   */
  write(key: DigestKey, part: DigestPart, at: { readonly index: number; readonly fence: number }): Promise<number>;
}

export function digestsTable(client: DynamoDBDocumentClient, tableName: string): DigestsTable {
  return {
    async load(key, parts) {
      const found: DigestPart[] = [];
      for (let index = 0; index < parts; index += 1) {
        const item = await readPart(client, tableName, keyOf(key, index));
        if (!item) return undefined;
        found.push(item);
      }
      return found;
    },
    async loadPages(key, parts) {
      return (await readPart(client, tableName, keyOf(key, parts - 1)))?.pages ?? [];
    },
    async write(key, part, { index, fence }) {
      let next = index;
      for (const item of items(part)) {
        const stored = await writeIf(() =>
          client.send(
            new PutCommand({
              TableName: tableName,
              Item: { ...keyOf(key, next), ...item, fence },
              ConditionExpression: 'attribute_not_exists(fence) OR fence <= :fence',
              ExpressionAttributeValues: { ':fence': fence },
            }),
          ),
        );
        if (!stored) throw new Error(`Another poller has written the digest of ${key.resource}`);
        next += 1;
      }
      return next;
    },
  };
}

function keyOf(key: DigestKey, index: number) {
  return { partition: `${partition(key)}:${key.use}`, recordId: String(index).padStart(4, '0') };
}

/** One item a call: two large ones would exceed what a batch may answer. A key left out under load is asked for again. */
async function readPart(
  client: DynamoDBDocumentClient,
  tableName: string,
  key: Record<string, string>,
): Promise<DigestPart | undefined> {
  for (;;) {
    const answer: BatchGetCommandOutput = await client.send(
      new BatchGetCommand({ RequestItems: { [tableName]: { Keys: [key], ConsistentRead: true } } }),
    );
    const item = answer.Responses?.[tableName]?.[0];
    if (item) return fromItem(item);
    if (!answer.UnprocessedKeys?.[tableName]) return undefined;
  }
}

/** Pages come last, since they are true only once all else is written, and in an item of their own, so that reading them is cheap. */
function* items({ sights, pages }: DigestPart): Generator<{ sights: Buffer; pages?: readonly DigestPage[] }> {
  let rows: Buffer[] = [];
  let bytes = 0;
  for (const [id, sight] of sights) {
    const row = encodeRow(id, sight);
    if (bytes + row.length > BYTES_PER_ITEM) {
      yield { sights: Buffer.concat(rows) };
      rows = [];
      bytes = 0;
    }
    rows.push(row);
    bytes += row.length;
  }
  if (rows.length > 0 || !pages) yield { sights: Buffer.concat(rows) };
  if (pages) yield { sights: Buffer.alloc(0), pages };
}

/** Length of the id, id, sight: 27 bytes for an id of ten digits. A record that is gone has a sight of zeros. */
function encodeRow(id: string, sight: string): Buffer {
  const name = Buffer.from(id);
  if (name.length > MOST_ID_BYTES) throw new RangeError('A record id is too long for the digest');
  const row = Buffer.alloc(1 + name.length + SIGHT_BYTES);
  row.writeUInt8(name.length, 0);
  name.copy(row, 1);
  row.write(sight, 1 + name.length, SIGHT_BYTES, 'base64url');
  return row;
}

const GONE = Buffer.alloc(SIGHT_BYTES).toString('base64url');

function fromItem(item: Record<string, unknown>): DigestPart {
  const bytes = Buffer.from(item.sights as Uint8Array);
  const sights = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + bytes.readUInt8(at);
    const sight = bytes.toString('base64url', end, end + SIGHT_BYTES);
    sights.set(bytes.toString('utf8', at + 1, end), sight === GONE ? '' : sight);
    at = end + SIGHT_BYTES;
  }
  return { sights, ...(item.pages !== undefined && { pages: item.pages as readonly DigestPage[] }) };
}
