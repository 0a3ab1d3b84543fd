import type { CommandType } from '../contract/command.ts';
import type { ResourceName } from '../contract/event.ts';
import type { CommandFailure, LedgerEntry } from '../domain/ledger-entry.ts';

/** A message that never became a command: not JSON, wrong shape, in conflict. Kept so that dead letters can be listed. */
export interface Refusal {
  /** The MessageGroupId it came with. */
  readonly group: string;
  readonly messageId: string;
  readonly commandId?: string | undefined;
  readonly type?: string | undefined;
  /** The message as it came; only its beginning where it is larger than a command may be. */
  readonly body?: string | undefined;
  readonly failure: CommandFailure;
  readonly refusedAt: number;
  /** When an operator took it out of the list. */
  readonly droppedAt?: number | undefined;
}

/** Which command may use a marker: one per tenant, type and marker. */
export interface MarkerClaim {
  readonly tenantId: string;
  readonly type: CommandType;
  readonly marker: string;
}

/** The caller's own name of a record. */
export interface RecordLink {
  readonly tenantId: string;
  readonly resource: ResourceName;
  readonly externalId: string;
}

/** Where a note on a change stands: the record's id, or what a record that is being created can be known by. */
export interface NotePlace {
  readonly tenantId: string;
  readonly resource: ResourceName;
  readonly key: string;
}

/** Which command was about to change a record, and when. */
export interface ChangeNoted {
  readonly commandId: string;
  readonly type: CommandType;
  readonly at: number;
}

/**
 * What operators and the sweep ask for; the index holds entries of these only. `unsent`: of an interrupted redrive · `put_off`: was
 * tried and is to be tried again, or looked for.
 */
export type IndexedState = 'parked' | 'failed' | 'unsent' | 'put_off';

/** An item of the ledger's table. */
export type LedgerItem = Record<string, unknown>;

const REFUSED = 'refused:';

export function commandKey(commandId: string): string {
  return `command:${commandId}`;
}

export function markerKey({ type, marker }: MarkerClaim): string {
  return `marker:${type}:${marker}`;
}

export function refusedKey(messageId: string): string {
  return `${REFUSED}${messageId}`;
}

export function linkKey({ resource, externalId }: RecordLink): string {
  return `link:${resource}:${externalId}`;
}

export function noteKey({ resource, key }: NotePlace): string {
  return `note:${resource}:${key}`;
}

export function toItem(entry: LedgerEntry): LedgerItem {
  const indexed = indexedState(entry);
  return {
    ...entry,
    entry: commandKey(entry.commandId),
    ...(indexed && stateIndex(entry.tenantId, indexed, entry.receivedAt)),
  };
}

export function fromItem(item: LedgerItem | undefined): LedgerEntry | undefined {
  if (!item || !String(item.entry).startsWith(commandKey(''))) return undefined;
  const { entry: _entry, tenantState: _tenantState, stateAt: _stateAt, ...rest } = item;
  // Entries of earlier versions know no steps.
  return { calls: item.attempts, completed: [], ...rest } as unknown as LedgerEntry;
}

export function toRefusedItem(refusal: Refusal): LedgerItem {
  const { group, messageId, refusedAt, droppedAt } = refusal;
  const indexed = droppedAt === undefined && stateIndex(group, 'failed', refusedAt);
  return { ...refusal, tenantId: group, entry: refusedKey(messageId), ...(indexed || {}) };
}

export function fromRefusedItem(item: LedgerItem): Refusal | undefined {
  if (!String(item.entry).startsWith(REFUSED)) return undefined;
  const { tenantId: _tenantId, entry: _entry, tenantState: _tenantState, stateAt: _stateAt, ...rest } = item;
  return rest as unknown as Refusal;
}

/** The partition of the index that holds a tenant's entries of a state. */
export function tenantState(tenantId: string, state: IndexedState): string {
  return `${tenantId}#${state}`;
}

/** A command that goes through at once is never in the index: its writes cost no more for it. */
export function indexedState({
  state,
  unsent,
  deferrals,
}: Pick<LedgerEntry, 'state' | 'unsent' | 'deferrals'>): IndexedState | undefined {
  if (state === 'parked' || state === 'failed') return state;
  if (unsent) return 'unsent';
  const isPutOff = state === 'unknown' || ((state === 'waiting' || state === 'claimed') && deferrals > 0);
  return isPutOff ? 'put_off' : undefined;
}

/** Sorted by when the command came, so that commands that are sent again go out in their order. */
function stateIndex(tenantId: string, state: IndexedState, atMs: number): LedgerItem {
  return { tenantState: tenantState(tenantId, state), stateAt: new Date(atMs).toISOString() };
}
