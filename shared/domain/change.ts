import { fingerprint } from './fingerprint.ts';
import type { Resource } from './resource.ts';
import { type SevdeskRecord, scalar } from './sevdesk-record.ts';

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
}

/** The difference between what was last published of a record and what sevdesk answers now. */
export interface Change {
  readonly kind: 'created' | 'updated';
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
}

const POSITION_NOISE = ['create', 'update', 'additionalInformation'];

/** The record's content without what moves for no reason. */
export function contentOf(record: SevdeskRecord, volatile: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([field]) => !volatile.includes(field)));
}

/** Fingerprint of a record's content; the `update` timestamp and other volatile fields do not enter. */
export function recordFingerprint(record: SevdeskRecord, resource: Resource): string {
  return fingerprint(contentOf(record, resource.volatile));
}

/** The snapshot of a record at a baseline, or after a look that found no change worth an event. */
export function snapshotOf(resource: Resource, current: CurrentRecord, previous?: Snapshot): Snapshot {
  const isPending = current.positions === 'pending';
  const positions = current.positions === 'pending' ? previous?.positions : (current.positions ?? previous?.positions);
  return {
    recordId: current.record.id,
    sequence: previous?.sequence ?? 0,
    fingerprint: recordFingerprint(current.record, resource),
    record: current.record,
    ...(positions && { positions }),
    ...(isPending && { positionsPending: true }),
  };
}

/**
 * Whether the record deserves a closer look: new, with other content, with positions that could not be fetched, or with a
 * moved `update`, which can hide changed positions (sevdesk bumps the parent when positions are saved).
 */
export function needsLook(resource: Resource, record: SevdeskRecord, previous: Snapshot | undefined): boolean {
  if (previous === undefined || previous.positionsPending) return true;
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
  const changed = previous ? changedFields(resource, previous, next) : [];
  if (previous && changed.length === 0) return undefined;
  const sequence = next.sequence + 1;
  return {
    kind: previous ? 'updated' : 'created',
    sequence,
    changed,
    previous: previous?.record,
    previousPositions: previous?.positions,
    next: { ...next, sequence },
  };
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

/** Fingerprint of a document's positions, whatever their order and timestamps. */
export function positionsFingerprint({ positions = [] }: Pick<Snapshot, 'positions'>): string {
  const contents = positions.map((position) => contentOf(position, POSITION_NOISE));
  // As texts: nothing is assumed of ids, and any fixed order will do.
  return fingerprint(contents.sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1)));
}
