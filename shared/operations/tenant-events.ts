import type { RelayEvent } from '../contract/event.ts';
import { eventId } from '../domain/event-id.ts';
import { relayEvent } from '../domain/relay-event.ts';
import type { Tenant } from '../domain/tenant.ts';

/** `tenant.disconnected` or `tenant.suspended`: one id for one secret version and reason, however often it is told. */
export function tenantStopped(stage: string, tenant: Tenant): RelayEvent {
  const type = tenant.state === 'suspended' ? 'tenant.suspended' : 'tenant.disconnected';
  return relayEvent({
    ...frame(stage, tenant),
    id: eventId(tenant.tenantId, type, tenant.secretVersion, tenant.reason),
    type,
    data: { reason: tenant.reason ?? 'unknown', message: tenant.message ?? '' },
  });
}

/** `tenant.connected`: a token was tested and found good. */
export function tenantConnected(stage: string, tenant: Tenant): RelayEvent {
  return relayEvent({
    ...frame(stage, tenant),
    id: eventId(tenant.tenantId, 'tenant.connected', tenant.secretVersion),
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
