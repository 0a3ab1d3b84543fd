import type { RecordEventData, RecordEventType, RelayEvent } from '../contract/event.ts';
import { type Change, changeOf, type Intent, type Snapshot } from './change.ts';
import { eventId } from './event-id.ts';
import { canonical } from './fingerprint.ts';
import { cancellerOf, positionsFingerprint } from './record-content.ts';
import { relayEvent } from './relay-event.ts';
import type { Meaning, Resource } from './resource.ts';
import { type SevdeskRecord, scalar } from './sevdesk-record.ts';

export interface ChangeContext {
  readonly stage: string;
  readonly tenantId: string;
  /** When the answer that showed the change was received, in milliseconds. */
  readonly receivedAtMs: number;
  /** The command of ours that made the change. */
  readonly commandId?: string | undefined;
}

/**
 * The events of one change: `<resource>.created|updated`, and what it means (`invoice.paid`). All share the change's
 * sequence. The first one's id covers the whole content; a meaning's id only the fields that make it, so that an invoice
 * that was paid once is told under one id even if it was edited between a crash and the retry.
 */
export function changeEvents(resource: Resource, change: Change, context: ChangeContext): RelayEvent[] {
  const { next, previous, kind } = change;
  const told = (type: RecordEventType, evidence: unknown) => recordEvent({ resource, change, context, type, evidence });
  const isGone = kind === 'deleted';
  const meanings = isGone ? [] : resource.meanings.filter((meaning) => meaning.applies(previous, next.record));
  return [
    told(`${resource.prefix}.${kind}`, [next.fingerprint, positionsFingerprint(next), cancellerOf(next.record)]),
    ...meanings.map((meaning) => told(meaning.type, meaningEvidence(meaning, previous, next.record))),
  ];
}

function meaningEvidence({ fields }: Meaning, previous: SevdeskRecord | undefined, current: SevdeskRecord) {
  return canonical(fields.map((field) => [previous?.[field], current[field]]));
}

/** An intent with what was told before it, and where. */
export interface IntendedChange {
  readonly previous: Snapshot | undefined;
  readonly intent: Intent;
  readonly place: Pick<ChangeContext, 'stage' | 'tenantId'>;
}

/** The events of an intent: the same each time. */
export function eventsOfIntent(resource: Resource, { previous, intent, place }: IntendedChange): RelayEvent[] {
  const { receivedAtMs, commandId } = intent;
  const context = { ...place, receivedAtMs, commandId };
  const change = changeOf(resource, previous, intent);
  return intent.kind === 'overdue'
    ? [overdueEvent(resource, { change, dueOn: previous?.dueOn, context })]
    : changeEvents(resource, change, context);
}

/** `<resource>.overdue`: a due date passed while the document was open. By our clock, since sevdesk changes nothing then. */
function overdueEvent(
  resource: Resource,
  { change, dueOn, context }: { change: Change; dueOn: string | undefined; context: ChangeContext },
): RelayEvent {
  const type = `${resource.prefix}.overdue` as RecordEventType;
  return recordEvent({ resource, change, context, type, evidence: dueOn, ownClock: true });
}

/**
 * `<resource>.snapshot`: the record as it was told last. It is no change, and has no sequence of its own; `request` keeps two
 * requests apart.
 */
export function snapshotEvent(resource: Resource, told: Snapshot, context: ChangeContext, request: string): RelayEvent {
  const type = `${resource.prefix}.snapshot` as RecordEventType;
  return recordEvent({ resource, change: unmoved(told), context, type, evidence: request });
}

/** An event without a difference. */
function unmoved(next: Snapshot): Change {
  const { sequence, record, positions } = next;
  return { kind: 'updated', sequence, changed: [], previous: record, previousPositions: positions, next };
}

interface RecordEventParts {
  readonly resource: Resource;
  readonly change: Change;
  readonly context: ChangeContext;
  readonly type: RecordEventType;
  readonly evidence: unknown;
  /** The time is ours, not sevdesk's. */
  readonly ownClock?: boolean;
}

function recordEvent({ resource, change, context, type, evidence, ownClock }: RecordEventParts): RelayEvent {
  const { tenantId, commandId, receivedAtMs } = context;
  const { recordId } = change.next;
  const update = ownClock || change.kind === 'deleted' ? undefined : scalar(change.next.record, 'update');
  return relayEvent({
    id: eventId(tenantId, resource.name, recordId, change.sequence, type, evidence),
    type,
    stage: context.stage,
    tenantId,
    subject: `${resource.name}/${recordId}`,
    time: update || new Date(receivedAtMs).toISOString(),
    recordedAtMs: receivedAtMs,
    sequence: change.sequence,
    correlationId: commandId,
    data: recordData(resource, change, commandId),
  });
}

/** A deleted record carries its last known content. */
function recordData(resource: Resource, change: Change, commandId: string | undefined): RecordEventData {
  const isGone = change.kind === 'deleted';
  const record = (isGone && change.previous) || change.next.record;
  return {
    resource: resource.name,
    recordId: record.id,
    origin: commandId ? 'self' : 'external',
    changed: [...change.changed],
    previous: Object.fromEntries(change.changed.map((field) => [field, previousValue(change, field)])),
    summary: { ...resource.summarize(record) },
    record: withPositions(record, isGone ? change.previousPositions : knownPositions(change.next)),
    // The row's own summary, which TypeScript does not see through its name.
  } as RecordEventData;
}

/** Positions that may be old are not told as current. */
function knownPositions({ positions, positionsPending }: Snapshot) {
  return positionsPending ? undefined : positions;
}

function withPositions(record: SevdeskRecord, positions: readonly SevdeskRecord[] | undefined) {
  return positions ? { ...record, positions } : { ...record };
}

function previousValue({ previous, previousPositions }: Change, field: string): unknown {
  if (field === 'positions') return previousPositions ?? null;
  return previous?.[field] ?? null;
}
