import { fingerprint } from './fingerprint.ts';
import { cancelledBy, contentOf, positionsFingerprint, recordFingerprint } from './record-content.ts';
import type { Resource } from './resource.ts';
import { type SevdeskRecord, scalar, updatedAtMs } from './sevdesk-record.ts';

/** What is about to be published of a record, written down before it is. */
export interface Intent {
  /** `overdue`: only that, by our clock. */
  readonly kind: Change['kind'] | 'overdue';
  readonly next: Snapshot;
  /** When the answer that showed it was received, in milliseconds. */
  readonly receivedAtMs: number;
  /** The command of ours that made the change. */
  readonly commandId?: string | undefined;
}

/** What was last published of a record. */
export interface Snapshot {
  readonly recordId: string;
  /** 0 at the baseline; rises by one with each published change. */
  readonly sequence: number;
  readonly fingerprint: string;
  readonly record: SevdeskRecord;
  /** `undefined`: not known yet, which is a value and no change. */
  readonly positions?: readonly SevdeskRecord[];
  /** The positions could not be fetched when they were due: `positions` may be old, and are asked for again. */
  readonly positionsPending?: boolean;
  /** When its deletion was seen, in milliseconds. Its content is gone; only the sequence goes on, should it come back. */
  readonly deletedAt?: number;
  /** The Berlin day on which it is due, while it is open and was not told overdue. */
  readonly dueOn?: string;
  /** It was told overdue, or was so at the baseline: never again. */
  readonly overdueTold?: boolean;
  /** Its positions were read within the second of its `update`, and may have changed in it since: they are looked at once more. */
  readonly lookAgain?: boolean;
  /** A change that may or may not have been published: it is, before anything else is said of the record. */
  readonly telling?: Intent;
}

/** The difference between what was last published of a record and what sevdesk answers now. */
export interface Change {
  readonly kind: 'created' | 'updated' | 'deleted';
  readonly sequence: number;
  /** Top-level fields that differ, sorted; `positions` among them. Empty for a created record. */
  readonly changed: readonly string[];
  readonly previous: SevdeskRecord | undefined;
  readonly previousPositions: readonly SevdeskRecord[] | undefined;
  readonly next: Snapshot;
}

/** A record now, with its positions where they were fetched; `pending` where that failed. */
export interface CurrentRecord {
  readonly record: SevdeskRecord;
  readonly positions?: readonly SevdeskRecord[] | 'pending' | undefined;
  /** sevdesk's clock when the positions were read, in Unix seconds. */
  readonly readAtSeconds?: number | undefined;
}

/** A note on a record that is cancelled while it is not there: never seen, or gone. `undefined` for one that is there. */
export function cancelledUnseen(
  resource: Resource,
  { recordId, cancellerId }: { readonly recordId: string; readonly cancellerId: string },
  known: Snapshot | undefined,
): Snapshot | undefined {
  if (known && known.deletedAt === undefined) return undefined;
  const unseen = { recordId, sequence: 0, fingerprint: '', deletedAt: 0 };
  return { ...(known ?? unseen), record: cancelledBy({ id: recordId }, resource, cancellerId) };
}

/** The snapshot of a record at a baseline, or after a look that found no change worth an event. */
export function snapshotOf(resource: Resource, current: CurrentRecord, previous?: Snapshot): Snapshot {
  const { record } = current;
  const isPending = current.positions === 'pending';
  const positions = current.positions === 'pending' ? previous?.positions : (current.positions ?? previous?.positions);
  const overdueTold = previous?.overdueTold === true;
  const dueOn = overdueTold ? undefined : resource.dueDate?.(record);
  return {
    recordId: record.id,
    sequence: previous?.sequence ?? 0,
    fingerprint: recordFingerprint(record, resource),
    record,
    ...(positions && { positions }),
    ...(isPending && { positionsPending: true }),
    ...(overdueTold && { overdueTold }),
    ...(dueOn && { dueOn }),
    ...(isYoung(current) && { lookAgain: true }),
  };
}

/** Timestamps have whole seconds: positions read within the second of the last change, or the next, may change in it still. */
function isYoung({ record, readAtSeconds }: CurrentRecord): boolean {
  const updatedAt = updatedAtMs(record);
  if (readAtSeconds === undefined || updatedAt === undefined) return false;
  return Math.abs(readAtSeconds - updatedAt / 1000) <= 1;
}

/** The snapshot with what is about to be told of it. A record never seen counts as one that is not there yet. */
export function intentOf(previous: Snapshot | undefined, telling: Intent): Snapshot {
  const { recordId } = telling.next;
  const unseen = { recordId, sequence: 0, fingerprint: '', record: { id: recordId }, deletedAt: 0 };
  return { ...(previous ?? unseen), telling };
}

/** The change from what was told last to what is told now. */
export function changeOf(resource: Resource, previous: Snapshot | undefined, { kind, next }: Intent): Change {
  const known = previous?.deletedAt === undefined ? previous : undefined;
  return {
    kind: kind === 'overdue' ? 'updated' : kind,
    sequence: next.sequence,
    changed: known && kind === 'updated' ? changedFields(resource, known, next) : [],
    previous: known?.record,
    previousPositions: known?.positions,
    next,
  };
}

/** The same snapshot, never to be told overdue. */
export function withoutDueDate({ dueOn: _dueOn, ...snapshot }: Snapshot): Snapshot {
  return { ...snapshot, overdueTold: true };
}

/** What is left of a record that is gone. */
export function deletionOf(previous: Snapshot, receivedAtMs: number): Intent {
  const { recordId, fingerprint: print } = previous;
  const sequence = previous.sequence + 1;
  const next = { recordId, sequence, fingerprint: print, record: { id: recordId }, deletedAt: receivedAtMs };
  return { kind: 'deleted', next, receivedAtMs };
}

/** The snapshot of a document that is told overdue, and is never again. */
export function overdueOf(previous: Snapshot, receivedAtMs: number): Intent {
  return { kind: 'overdue', next: { ...withoutDueDate(previous), sequence: previous.sequence + 1 }, receivedAtMs };
}

/**
 * Whether the record deserves a closer look: new, with other content, with positions that could not be fetched, or with a
 * moved `update`, which can hide changed positions (sevdesk bumps the parent when positions are saved).
 */
export function needsLook(resource: Resource, record: SevdeskRecord, previous: Snapshot | undefined): boolean {
  if (previous === undefined || previous.positionsPending || previous.lookAgain) return true;
  if (previous.deletedAt !== undefined || previous.telling) return true;
  if (scalar(previous.record, 'update') !== scalar(record, 'update')) return true;
  return previous.fingerprint !== recordFingerprint(record, resource);
}

/** The change between the last published state and the current one, or `undefined` if the content is the same. */
export function detectChange(
  resource: Resource,
  previous: Snapshot | undefined,
  current: CurrentRecord,
): Change | undefined {
  const next = snapshotOf(resource, current, previous);
  const known = previous?.deletedAt === undefined ? previous : undefined;
  if (known && changedFields(resource, known, next).length === 0) return undefined;
  const numbered = { ...next, sequence: next.sequence + 1 };
  return changeOf(resource, previous, { kind: known ? 'updated' : 'created', next: numbered, receivedAtMs: 0 });
}

function changedFields(resource: Resource, previous: Snapshot, next: Snapshot): string[] {
  const before = contentOf(previous.record, resource.volatile);
  const after = contentOf(next.record, resource.volatile);
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = fields.filter((field) => fingerprint(before[field]) !== fingerprint(after[field]));
  const known = previous.positions && next.positions;
  if (known && positionsFingerprint(previous) !== positionsFingerprint(next)) changed.push('positions');
  return changed.sort();
}
