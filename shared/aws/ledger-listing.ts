import {
  type DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import type { LedgerEntry } from '../domain/ledger-entry.ts';
import { HELD_UP_FIELDS, type HeldUp, heldUpEntry, heldUpRefusal } from './held-up.ts';
import {
  commandKey,
  fromItem,
  fromRefusedItem,
  type IndexedState,
  indexedState,
  type LedgerItem,
  type Refusal,
  tenantState,
} from './ledger-item.ts';

const BY_STATE = 'by-state';

/** All but the bodies of commands, which may be 350,000 bytes each. */
const SUMMARY = [
  'tenantId',
  'entry',
  'commandId',
  'type',
  'state',
  'run',
  'attempts',
  'receivedAt',
  'endedAt',
  'result',
  'failure',
  'unsent',
] as const;

/** A command without what it says. */
export type CommandSummary = Pick<LedgerEntry, Exclude<(typeof SUMMARY)[number], 'entry'>>;

/** What ended without effect: a command, or a message that never became one. */
export type DeadLetterItem =
  /** `unsent`: an interrupted redrive started its next run and may not have sent it. */
  | { readonly kind: 'failed' | 'unsent'; readonly entry: LedgerEntry }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Lists of the ledger, for operators. What was just written may be missing: indexes follow a moment late. */
export interface LedgerListing {
  /** Of one message group (a tenant, in all but refused messages), or of all; in no order. */
  deadLetters(group?: string): AsyncIterable<DeadLetterItem>;
  /** Every command of a tenant, in no order: the whole of its ledger is read. */
  commands(tenantId: string): AsyncIterable<CommandSummary>;
  /**
   * All that is held up: dead letters, parked commands, and commands that are tried again; in no order. Of one group: a query for each
   * kind; of all: one scan of the index, which holds nothing else.
   */
  heldUp(group?: string): AsyncIterable<HeldUp>;
}

export function ledgerListing(client: DynamoDBDocumentClient, tableName: string): LedgerListing {
  return {
    async *deadLetters(group) {
      const items = group === undefined ? scanIndex(client, tableName) : queryTrouble(client, tableName, group);
      for await (const item of items) {
        const letter = deadLetterOf(item);
        if (letter) yield letter;
      }
    },
    commands: (tenantId) => queryCommands(client, tableName, tenantId),
    async *heldUp(group) {
      const items = group === undefined ? scanIndex(client, tableName, HELD_UP) : queryKinds(client, tableName, group);
      for await (const item of items) {
        const heldUp = heldUpOf(item);
        if (heldUp) yield heldUp;
      }
    },
  };
}

function heldUpOf(item: LedgerItem): HeldUp | undefined {
  const refusal = fromRefusedItem(item);
  if (refusal) return heldUpRefusal(refusal);
  const entry = fromItem(item);
  return entry && heldUpEntry(entry);
}

function deadLetterOf(item: LedgerItem): DeadLetterItem | undefined {
  const refusal = fromRefusedItem(item);
  if (refusal) return { kind: 'refused', refusal };
  const entry = fromItem(item);
  if (!entry) return undefined;
  const kind = indexedState(entry);
  return kind === 'failed' || kind === 'unsent' ? { kind, entry } : undefined;
}

async function* queryTrouble(client: DynamoDBDocumentClient, tableName: string, group: string) {
  yield* queryIndex(client, tableName, tenantState(group, 'failed'));
  yield* queryIndex(client, tableName, tenantState(group, 'unsent'));
}

const KINDS: readonly IndexedState[] = ['failed', 'unsent', 'put_off', 'parked'];
const HELD_UP = projection(HELD_UP_FIELDS);

async function* queryKinds(client: DynamoDBDocumentClient, tableName: string, group: string) {
  for (const kind of KINDS) {
    yield* queryAll(client, { ...indexQuery(tableName, tenantState(group, kind)), ...HELD_UP });
  }
}

/** Items of one partition of the index, oldest first. */
export function queryIndex(
  client: DynamoDBDocumentClient,
  tableName: string,
  partition: string,
): AsyncGenerator<LedgerItem> {
  return queryAll(client, indexQuery(tableName, partition));
}

function indexQuery(tableName: string, partition: string): QueryCommandInput {
  return {
    TableName: tableName,
    IndexName: BY_STATE,
    KeyConditionExpression: 'tenantState = :tenantState',
    ExpressionAttributeValues: { ':tenantState': partition },
  };
}

type Projection = Required<Pick<QueryCommandInput, 'ExpressionAttributeNames' | 'ProjectionExpression'>>;

/** Only these fields are answered; what is read, and paid, is the whole item. */
function projection(fields: readonly string[]): Projection {
  return {
    ExpressionAttributeNames: Object.fromEntries(fields.map((field) => [`#${field}`, field])),
    ProjectionExpression: fields.map((field) => `#${field}`).join(', '),
  };
}

async function* queryCommands(
  client: DynamoDBDocumentClient,
  tableName: string,
  tenantId: string,
): AsyncGenerator<CommandSummary> {
  const query: QueryCommandInput = {
    TableName: tableName,
    KeyConditionExpression: '#tenantId = :tenantId AND begins_with(#entry, :command)',
    ExpressionAttributeValues: { ':tenantId': tenantId, ':command': commandKey('') },
    ...projection(SUMMARY),
  };
  for await (const item of queryAll(client, query)) {
    const summary = fromItem(item);
    if (summary) yield summary;
  }
}

async function* queryAll(client: DynamoDBDocumentClient, query: QueryCommandInput): AsyncGenerator<LedgerItem> {
  let start: LedgerItem | undefined;
  do {
    const page: QueryCommandOutput = await client.send(
      new QueryCommand({ ...query, ...(start && { ExclusiveStartKey: start }) }),
    );
    yield* page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start);
}

/** The index holds nothing but what is held up, so that all of it is little. */
async function* scanIndex(
  client: DynamoDBDocumentClient,
  tableName: string,
  fields: Partial<Projection> = {},
): AsyncGenerator<LedgerItem> {
  let start: LedgerItem | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: tableName,
        IndexName: BY_STATE,
        ...fields,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    yield* page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start);
}
