import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import type { CommandType } from '../contract/command.ts';
import { type CommandFailure, LedgerConflict, type LedgerEntry, type LedgerState } from '../domain/ledger-entry.ts';
import { writeIf } from './dynamo.ts';

/** A message that never became a command: not JSON, wrong shape, in conflict. Kept so that dead letters can be listed. */
export interface Refusal {
  /** The MessageGroupId it came with. */
  readonly group: string;
  readonly messageId: string;
  readonly commandId?: string | undefined;
  readonly failure: CommandFailure;
  readonly refusedAt: number;
}

/** Which command may use a marker: one per tenant, type and marker. */
export interface MarkerClaim {
  readonly tenantId: string;
  readonly type: CommandType;
  readonly marker: string;
}

/** States that operators ask for; the index holds entries in these only. */
const INDEXED_STATES: readonly LedgerState[] = ['parked', 'failed'];

/** Where it is kept what was asked and done. */
export interface LedgerTable {
  get(tenantId: string, commandId: string): Promise<LedgerEntry | undefined>;
  /** Stores a new entry. `false` if the command is there already. */
  add(entry: LedgerEntry): Promise<boolean>;
  /**
   * Stores the next state of an entry that was read, if nobody else wrote in between.
   * @throws LedgerConflict when somebody did: another delivery of the same command is at work.
   */
  save(next: LedgerEntry): Promise<LedgerEntry>;
  /** Claims a marker for a command. Returns the id of the command that holds it, ours or another's. */
  claimMarker(claim: MarkerClaim, commandId: string): Promise<string>;
  /** Frees a marker whose command is known to have had no effect. */
  releaseMarker(claim: MarkerClaim, commandId: string): Promise<void>;
  /** The command that made a record, or may be making it right now, found by the marker in the record. */
  creatorOf(claim: MarkerClaim, recordId: string): Promise<string | undefined>;
  refuse(refusal: Refusal): Promise<void>;
  /** Entries of a tenant in a state that is indexed, oldest first. */
  inState(tenantId: string, state: 'parked' | 'failed'): AsyncIterable<LedgerEntry>;
}

export function ledgerTable(client: DynamoDBDocumentClient, tableName: string): LedgerTable {
  const read = async (tenantId: string, entry: string) =>
    (await client.send(new GetCommand({ TableName: tableName, Key: { tenantId, entry }, ConsistentRead: true }))).Item;
  const put = (item: Record<string, unknown>, condition: Partial<ConstructorParameters<typeof PutCommand>[0]>) =>
    writeIf(() => client.send(new PutCommand({ TableName: tableName, Item: item, ...condition })));
  const markerHolder = async (claim: MarkerClaim) =>
    (await read(claim.tenantId, markerKey(claim)))?.commandId as string | undefined;
  return {
    get: async (tenantId, commandId) => fromItem(await read(tenantId, commandKey(commandId))),
    add: (entry) => put(toItem(entry), { ConditionExpression: 'attribute_not_exists(tenantId)' }),
    async save(next) {
      const saved = { ...next, revision: next.revision + 1 };
      const stored = await put(toItem(saved), {
        ConditionExpression: 'revision = :revision',
        ExpressionAttributeValues: { ':revision': next.revision },
      });
      if (!stored) throw new LedgerConflict(next);
      return saved;
    },
    async claimMarker(claim, commandId) {
      const item = { tenantId: claim.tenantId, entry: markerKey(claim), commandId };
      for (;;) {
        const claimed = await put(item, {
          ConditionExpression: 'attribute_not_exists(tenantId) OR commandId = :commandId',
          ExpressionAttributeValues: { ':commandId': commandId },
        });
        if (claimed) return commandId;
        const holder = await markerHolder(claim);
        // Nobody holds it: it was freed between the two calls, so it is tried again.
        if (holder !== undefined) return holder;
      }
    },
    async releaseMarker(claim, commandId) {
      await writeIf(() =>
        client.send(
          new DeleteCommand({
            TableName: tableName,
            Key: { tenantId: claim.tenantId, entry: markerKey(claim) },
            ConditionExpression: 'commandId = :commandId',
            ExpressionAttributeValues: { ':commandId': commandId },
          }),
        ),
      );
    },
    async creatorOf(claim, recordId) {
      const commandId = await markerHolder(claim);
      const entry = commandId && fromItem(await read(claim.tenantId, commandKey(commandId)));
      // A copy that somebody made in sevdesk carries the same marker.
      return entry && (entry.result === undefined || entry.result.recordId === recordId) ? commandId : undefined;
    },
    async refuse(refusal) {
      const { group, messageId, refusedAt } = refusal;
      const item = {
        ...refusal,
        tenantId: group,
        entry: `refused:${messageId}`,
        ...stateIndex(group, 'failed', refusedAt),
      };
      await client.send(new PutCommand({ TableName: tableName, Item: item }));
    },
    inState: (tenantId, state) => queryState(client, tableName, `${tenantId}#${state}`),
  };
}

async function* queryState(client: DynamoDBDocumentClient, tableName: string, tenantState: string) {
  let start: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: 'by-state',
        KeyConditionExpression: 'tenantState = :tenantState',
        ExpressionAttributeValues: { ':tenantState': tenantState },
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    for (const item of page.Items ?? []) {
      const entry = String(item.entry).startsWith('command:') ? fromItem(item) : undefined;
      if (entry) yield entry;
    }
    start = page.LastEvaluatedKey;
  } while (start);
}

function commandKey(commandId: string): string {
  return `command:${commandId}`;
}

function markerKey({ type, marker }: MarkerClaim): string {
  return `marker:${type}:${marker}`;
}

function toItem(entry: LedgerEntry): Record<string, unknown> {
  const indexed = INDEXED_STATES.includes(entry.state) && stateIndex(entry.tenantId, entry.state, entry.receivedAt);
  return { ...entry, entry: commandKey(entry.commandId), ...(indexed || {}) };
}

/** Sorted by when the command came, so that parked commands go out in their order. */
function stateIndex(tenantId: string, state: LedgerState, atMs: number): Record<string, unknown> {
  return { tenantState: `${tenantId}#${state}`, stateAt: new Date(atMs).toISOString() };
}

function fromItem(item: Record<string, unknown> | undefined): LedgerEntry | undefined {
  if (!item) return undefined;
  const { entry: _entry, tenantState: _tenantState, stateAt: _stateAt, ...rest } = item;
  return rest as unknown as LedgerEntry;
}
