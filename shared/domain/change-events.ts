import type { EventType, RecordEventData, RelayEvent } from '../contract/event.ts';
import { type Change, positionsFingerprint } from './change.ts';
import { eventId } from './event-id.ts';
import { canonical } from './fingerprint.ts';
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
  const told = (type: EventType, evidence: unknown) => recordEvent({ resource, change, context, type, evidence });
  const meanings = resource.meanings.filter((meaning) => meaning.applies(previous, next.record));
  return [
    told(`${resource.prefix}.${kind}`, [next.fingerprint, positionsFingerprint(next)]),
    ...meanings.map((meaning) => told(meaning.type, meaningEvidence(meaning, previous, next.record))),
  ];
}

function meaningEvidence({ fields }: Meaning, previous: SevdeskRecord | undefined, current: SevdeskRecord) {
  return canonical(fields.map((field) => [previous?.[field], current[field]]));
}

interface RecordEventParts {
  readonly resource: Resource;
  readonly change: Change;
  readonly context: ChangeContext;
  readonly type: EventType;
  readonly evidence: unknown;
}

function recordEvent({ resource, change, context, type, evidence }: RecordEventParts): RelayEvent {
  const { tenantId, commandId, receivedAtMs } = context;
  const { record } = change.next;
  return relayEvent({
    id: eventId(tenantId, resource.name, record.id, change.sequence, type, evidence),
    type,
    stage: context.stage,
    tenantId,
    subject: `${resource.name}/${record.id}`,
    time: scalar(record, 'update') ?? new Date(receivedAtMs).toISOString(),
    recordedAtMs: receivedAtMs,
    sequence: change.sequence,
    correlationId: commandId,
    data: recordData(resource, change, commandId),
  });
}

function recordData(resource: Resource, change: Change, commandId: string | undefined): RecordEventData {
  const { record, positionsPending } = change.next;
  // Positions that may be old are not told as current.
  const positions = positionsPending ? undefined : change.next.positions;
  return {
    resource: resource.name,
    recordId: record.id,
    origin: commandId ? 'self' : 'external',
    changed: [...change.changed],
    previous: Object.fromEntries(change.changed.map((field) => [field, previousValue(change, field)])),
    summary: { ...resource.summarize(record) },
    record: positions ? { ...record, positions } : { ...record },
  };
}

function previousValue({ previous, previousPositions }: Change, field: string): unknown {
  if (field === 'positions') return previousPositions ?? null;
  return previous?.[field] ?? null;
}
