import type { CommandFailure, LedgerEntry } from '../domain/ledger-entry.ts';
import { type IndexedState, indexedState, type Refusal } from './ledger-item.ts';

/** A command or message that is not simply on its way, in short. Times in milliseconds. */
export interface HeldUp {
  /** Of a refused message its MessageGroupId, whatever it is. */
  readonly tenantId: string;
  /** `failed`, `unsent` and `refused` are dead letters · `put_off`: it is tried again · `parked`: its tenant is away. */
  readonly kind: IndexedState | 'refused';
  /** The commandId; of a refused message its messageId. */
  readonly id: string;
  readonly type?: string | undefined;
  /** Since when it is so; for `put_off`: since when it could have been carried out. */
  readonly since: number;
  /** Why, where sevdesk or the relay said something. */
  readonly failure?: CommandFailure | undefined;
  /** Times in a row that it was put off. */
  readonly deferrals?: number | undefined;
}

/** What of an item is read for it: all but what commands say, which may be 350,000 bytes each. */
export const HELD_UP_FIELDS = [
  'tenantId',
  'entry',
  'commandId',
  'type',
  'state',
  'unsent',
  'deferrals',
  'receivedAt',
  'activeSince',
  'parkedAt',
  'endedAt',
  'failure',
  'group',
  'messageId',
  'refusedAt',
] as const;

/** `undefined`: it is on its way, or at its end. */
export function heldUpEntry(entry: LedgerEntry): HeldUp | undefined {
  const kind = indexedState(entry);
  if (!kind) return undefined;
  const { tenantId, commandId: id, type, failure, deferrals, receivedAt } = entry;
  const { parkedAt = receivedAt, endedAt = receivedAt, activeSince } = entry;
  const since = { parked: parkedAt, put_off: activeSince, failed: endedAt, unsent: endedAt }[kind];
  return { tenantId, kind, id, type, since, failure, ...(kind === 'put_off' && { deferrals }) };
}

export function heldUpRefusal({ group, messageId, type, refusedAt, failure }: Refusal): HeldUp {
  return { tenantId: group, kind: 'refused', id: messageId, type, since: refusedAt, failure };
}
