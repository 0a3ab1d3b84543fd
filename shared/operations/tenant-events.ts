import type { EventData, RelayEvent } from '../contract/event.ts';
import { isOff } from '../domain/denied-access.ts';
import { eventId } from '../domain/event-id.ts';
import { relayEvent } from '../domain/relay-event.ts';
import type { Tenant } from '../domain/tenant.ts';
import { TransitionRefused, turnEvent } from '../domain/tenant-state.ts';

/** The event of each turn that is told here; `baseline.completed` is the poller's own. */
const TELL = {
  'tenant.connected': tenantConnected,
  'tenant.resumed': tenantResumed,
  'tenant.disconnected': tenantStopped,
  'tenant.suspended': tenantStopped,
  'tenant.removed': tenantStopped,
} as const;

/** The event of a turn, as the table of states names it. @throws TransitionRefused when the table has no such turn. */
export function tenantTurned(stage: string, tenant: Tenant, before: Tenant): RelayEvent {
  const type = turnEvent(before, tenant.state);
  if (type === 'baseline.completed') throw new TransitionRefused(tenant.tenantId, before.state, tenant.state);
  return TELL[type](stage, tenant, before);
}

/**
 * `tenant.disconnected`, `tenant.suspended` or `tenant.removed`. One id for one turn, however often a crash repeats it: the
 * secret's version, the reason, and since when the tenant was in the state that it leaves.
 */
export function tenantStopped(stage: string, tenant: Tenant, before: Tenant): RelayEvent {
  const type = turnEvent(before, tenant.state) as 'tenant.disconnected' | 'tenant.suspended' | 'tenant.removed';
  const data: EventData<typeof type> = { reason: tenant.reason ?? 'unknown', message: tenant.message ?? '' };
  const id = eventId(tenant.tenantId, type, tenant.secretVersion, tenant.reason, before.since);
  return relayEvent({ ...frame(stage, tenant), id, type, data });
}

/** `tenant.connected`: a token was tested and found good. */
export function tenantConnected(stage: string, tenant: Tenant, before: Tenant): RelayEvent {
  return relayEvent({
    ...frame(stage, tenant),
    id: eventId(tenant.tenantId, 'tenant.connected', tenant.secretVersion, before.since),
    type: 'tenant.connected',
    data: { message: `The token works. It belongs to a sevdesk user and dies with that user.${describeOff(tenant)}` },
  });
}

function describeOff({ resources }: Tenant): string {
  const off = Object.entries(resources).flatMap(([name, progress]) => (isOff(progress) ? [name] : []));
  return off.length > 0 ? ` It may not read ${off.join(', ')}: the others are polled.` : '';
}

/** `tenant.resumed`: an operator ended its pause. */
function tenantResumed(stage: string, tenant: Tenant, before: Tenant): RelayEvent {
  return relayEvent({
    ...frame(stage, tenant),
    id: eventId(tenant.tenantId, 'tenant.resumed', before.since),
    type: 'tenant.resumed',
    data: { message: 'The tenant is polled again, from where it stood, and its commands are carried out.' },
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
