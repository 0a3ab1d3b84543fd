import type { EventData, EventType, RelayEvent } from '../contract/event.ts';
import { dataSchema, EVENT_SOURCE } from '../contract/names.ts';

export interface EventFacts<T extends EventType> {
  readonly id: string;
  readonly type: T;
  readonly stage: string;
  /** Undefined only for a command that names no tenant we could trust. */
  readonly tenantId: string | undefined;
  readonly subject: string;
  /** When it happened, ISO 8601. */
  readonly time: string;
  /** When we received the answer that showed it, in milliseconds. */
  readonly recordedAtMs: number;
  readonly sequence?: number;
  readonly correlationId?: string | undefined;
  readonly data: EventData<T>;
}

/** The CloudEvents envelope around the facts. */
export function relayEvent<T extends EventType>(facts: EventFacts<T>): RelayEvent {
  const { stage, tenantId, subject, sequence, correlationId } = facts;
  const source = tenantId ? `urn:${EVENT_SOURCE}:${stage}:${tenantId}` : `urn:${EVENT_SOURCE}:${stage}`;
  return {
    specversion: '1.0',
    id: facts.id,
    source,
    type: facts.type,
    subject,
    time: facts.time,
    recordedtime: new Date(facts.recordedAtMs).toISOString(),
    ...(sequence !== undefined && { sequence: String(sequence).padStart(12, '0') }),
    partitionkey: [tenantId, ...subject.split('/')].filter(Boolean).join(':'),
    datacontenttype: 'application/json',
    dataschema: dataSchema(facts.type),
    ...(tenantId && { tenantid: tenantId }),
    ...(correlationId && { correlationid: correlationId }),
    data: facts.data,
  } as unknown as RelayEvent;
}
