import type { RelayEvent } from '../contract/event.ts';
import { eventId } from '../domain/event-id.ts';
import { relayEvent } from '../domain/relay-event.ts';
import type { Tenant } from '../domain/tenant.ts';

/**
 * `tenant.disconnected` or `tenant.suspended`. One id for one turn, however often a crash repeats it: the secret's version,
 * the reason, and since when the tenant was in the state that it leaves.
 */
export function tenantStopped(stage: string, tenant: Tenant, before: Tenant): RelayEvent {
  const type = tenant.state === 'suspended' ? 'tenant.suspended' : 'tenant.disconnected';
  return relayEvent({
    ...frame(stage, tenant),
    id: eventId(tenant.tenantId, type, tenant.secretVersion, tenant.reason, before.since),
    type,
    data: { reason: tenant.reason ?? 'unknown', message: tenant.message ?? '' },
  });
}

/** `tenant.connected`: a token was tested and found good. */
export function tenantConnected(stage: string, tenant: Tenant, before: Tenant): RelayEvent {
  return relayEvent({
    ...frame(stage, tenant),
    id: eventId(tenant.tenantId, 'tenant.connected', tenant.secretVersion, before.since),
    type: 'tenant.connected',
    data: { message: 'The token works. It belongs to a sevdesk user and dies with that user.' },
  });
}

function frame(stage: string, { tenantId, since }: Tenant) {
  return {
    stage,
    tenantId,
    subject: `Tenant/${tenantId}`,
    time: new Date(since).toISOString(),
    recordedAtMs: since,
  };
}
