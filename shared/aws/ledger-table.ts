import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { LedgerConflict, type LedgerEntry } from '../domain/ledger-entry.ts';
import { writeIf } from './dynamo.ts';
import {
  type ChangeNoted,
  commandKey,
  fromItem,
  fromRefusedItem,
  type IndexedState,
  linkKey,
  type MarkerClaim,
  markerKey,
  type NotePlace,
  noteKey,
  type RecordLink,
  type Refusal,
  refusedKey,
  tenantState,
  toItem,
  toRefusedItem,
} from './ledger-item.ts';
import { queryIndex } from './ledger-listing.ts';

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
  /** The id of the command that holds a marker. */
  markerHolder(claim: MarkerClaim): Promise<string | undefined>;
  /** Frees a marker whose command is known to have had no effect. */
  releaseMarker(claim: MarkerClaim, commandId: string): Promise<void>;
  /** The command whose marker a record carries: it made it, may be making it right now, or made another one. */
  creatorOf(claim: MarkerClaim): Promise<LedgerEntry | undefined>;
  /** Keeps which record the caller means by a name of its own; a later one of the same name takes its place. */
  link(link: RecordLink, recordId: string): Promise<void>;
  /** sevdesk's id of what the caller calls so. */
  linked(link: RecordLink): Promise<string | undefined>;
  /** Notes, before the call, which change the poller will see. */
  note(place: NotePlace, note: ChangeNoted): Promise<void>;
  /** The last note on a record. */
  notedBy(place: NotePlace): Promise<ChangeNoted | undefined>;
  /** Remembers a refused message, once: answers what was remembered first. */
  refuse(refusal: Refusal): Promise<Refusal>;
  /** What was remembered of a message that was refused, also when it was dropped since. */
  refused(group: string, messageId: string): Promise<Refusal | undefined>;
  /** Remembers that a refused message was dropped. */
  dropRefused(refusal: Refusal): Promise<void>;
  /** Entries of a tenant in a state that is indexed, oldest first. */
  inState(tenantId: string, state: IndexedState): AsyncIterable<LedgerEntry>;
}

export function ledgerTable(client: DynamoDBDocumentClient, tableName: string): LedgerTable {
  const read = async (tenantId: string, entry: string) =>
    (await client.send(new GetCommand({ TableName: tableName, Key: { tenantId, entry }, ConsistentRead: true }))).Item;
  const put = (item: Record<string, unknown>, condition: Partial<ConstructorParameters<typeof PutCommand>[0]>) =>
    writeIf(() => client.send(new PutCommand({ TableName: tableName, Item: item, ...condition })));
  const refused = async (group: string, messageId: string) => {
    const item = await read(group, refusedKey(messageId));
    return item && fromRefusedItem(item);
  };
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
    markerHolder,
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
    async creatorOf(claim) {
      const commandId = await markerHolder(claim);
      return commandId === undefined ? undefined : fromItem(await read(claim.tenantId, commandKey(commandId)));
    },
    async link(link, recordId) {
      await put({ tenantId: link.tenantId, entry: linkKey(link), recordId }, {});
    },
    linked: async (link) => (await read(link.tenantId, linkKey(link)))?.recordId as string | undefined,
    async note(place, note) {
      await put({ tenantId: place.tenantId, entry: noteKey(place), ...note }, {});
    },
    async notedBy(place) {
      const item = await read(place.tenantId, noteKey(place));
      return item && { commandId: String(item.commandId), type: item.type as ChangeNoted['type'], at: Number(item.at) };
    },
    async refuse(refusal) {
      const isNew = await put(toRefusedItem(refusal), { ConditionExpression: 'attribute_not_exists(tenantId)' });
      return (isNew ? undefined : await refused(refusal.group, refusal.messageId)) ?? refusal;
    },
    refused,
    async dropRefused(refusal) {
      await put(toRefusedItem(refusal), {});
    },
    async *inState(tenantId, state) {
      for await (const item of queryIndex(client, tableName, tenantState(tenantId, state))) {
        const entry = fromItem(item);
        if (entry) yield entry;
      }
    },
  };
}
