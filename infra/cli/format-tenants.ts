import type { TenantStatus } from '../../shared/operations/tenant-status.ts';
import { resourceAsJson } from './format-progress.ts';
import type { Paint } from './paint.ts';
import { berlinClock, showDuration, withIsoTimes } from './show-time.ts';
import { renderTable } from './table.ts';

const HEAD = ['TENANT', 'STATE', 'SINCE', 'REASON', 'ACCOUNT', 'PARKED', 'DUE'];

interface View {
  readonly nowMs: number;
  readonly paint: Paint;
}

/** One line per tenant. */
export function formatTenants(tenants: readonly TenantStatus[], view: View): string {
  const rows = tenants.map((tenant) => [
    tenant.tenantId,
    paintState(tenant, view.paint),
    berlinClock(tenant.since),
    tenant.reason ?? '-',
    tenant.sevClientId ?? '-',
    String(tenant.parkedCommands),
    showDue(tenant.dueAt, view.nowMs),
  ]);
  return renderTable(rows, HEAD);
}

export function paintState({ connected, state }: Pick<TenantStatus, 'connected' | 'state'>, paint: Paint): string {
  if (connected) return paint('green', state);
  return paint(state === 'paused' ? 'yellow' : 'red', state);
}

/** When the next poll is. */
export function showDue(dueAt: number | undefined, nowMs: number): string {
  if (dueAt === undefined) return 'not polled';
  return dueAt <= nowMs ? 'now' : `in ${showDuration(dueAt - nowMs)}`;
}

/** Times in ISO 8601. */
export function tenantAsJson(tenant: TenantStatus): Record<string, unknown> {
  const resources = Object.entries(tenant.resources).map(([name, resource]) => [name, resourceAsJson(resource)]);
  const { refused, breaker } = tenant;
  return {
    ...withIsoTimes(tenant, ['since', 'dueAt']),
    ...(refused && { refused: withIsoTimes(refused, ['since']) }),
    ...(breaker && { breaker: withIsoTimes(breaker, ['until']) }),
    resources: Object.fromEntries(resources),
  };
}
