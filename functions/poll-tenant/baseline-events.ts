import type { EventData, RelayEvent } from '../../shared/contract/event.ts';
import { eventId } from '../../shared/domain/event-id.ts';
import { relayEvent } from '../../shared/domain/relay-event.ts';
import type { Poll } from './poll-dependencies.ts';

/** Told at each poll of a baseline, under one id: it may take several. */
export function baselineStarted(poll: Poll): RelayEvent {
  return baselineEvent(poll, 'baseline.started', { resources: Object.keys(poll.dependencies.resources) });
}

export function baselineCompleted(poll: Poll): RelayEvent {
  const read = Object.entries(poll.progress).filter(([, { baselinedAt }]) => baselinedAt !== undefined);
  const counts = read.map(([name, { records = 0 }]) => [name, records]);
  return baselineEvent(poll, 'baseline.completed', { counts: Object.fromEntries(counts) });
}

function baselineEvent<T extends 'baseline.started' | 'baseline.completed'>(
  { dependencies, tenant }: Poll,
  type: T,
  data: EventData<T>,
): RelayEvent {
  const nowMs = dependencies.now();
  return relayEvent({
    id: eventId(tenant.tenantId, type, tenant.since),
    type,
    stage: dependencies.stage,
    tenantId: tenant.tenantId,
    subject: `Tenant/${tenant.tenantId}`,
    time: new Date(type === 'baseline.started' ? tenant.since : nowMs).toISOString(),
    recordedAtMs: nowMs,
    data,
  });
}
