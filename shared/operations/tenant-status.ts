import type { LedgerTable } from '../aws/ledger-table.ts';
import type { ResourceName } from '../contract/event.ts';
import { openForMs } from '../domain/circuit-breaker.ts';
import { isConnected, type Tenant } from '../domain/tenant.ts';
import { type ResourceStatus, resourceStatus } from './resource-status.ts';

export interface TenantStatus extends Pick<Tenant, 'tenantId' | 'state' | 'since'> {
  /** Whether it is polled and written to. */
  readonly connected: boolean;
  readonly reason?: Tenant['reason'];
  readonly message?: Tenant['message'];
  /** The sevdesk account (SevClient) that it is bound to. */
  readonly sevClientId?: Tenant['sevClientId'];
  readonly dueAt?: Tenant['dueAt'];
  /** Polls in a row that did not go through. */
  readonly failedPolls: number;
  /** sevdesk refused its token, and it is asked again; `held`: many others were refused, too, or nobody can say yet. */
  readonly refused?: { readonly since: number; readonly held?: 'unsure' | 'out' | undefined };
  /** sevdesk refused too many calls: nothing is asked before `until`, then one call decides. */
  readonly breaker?: { readonly until: number; readonly said: string };
  readonly resources: Partial<Record<ResourceName, ResourceStatus>>;
  readonly parkedCommands: number;
}

/** How one tenant stands. */
export async function readTenantStatus(
  ledger: Pick<LedgerTable, 'inState'>,
  tenant: Tenant,
  nowMs: number,
): Promise<TenantStatus> {
  return tenantStatus(tenant, { parked: (await parkedCommands(ledger, tenant)).length, nowMs });
}

/** Only what is named: lease, budget and versions are nobody's business here. */
export function tenantStatus(
  tenant: Tenant,
  { parked, nowMs }: { readonly parked: number; readonly nowMs: number },
): TenantStatus {
  const { tenantId, state, reason, message, since, sevClientId, dueAt, failures: failedPolls } = tenant;
  const names = Object.keys(tenant.resources) as ResourceName[];
  const resources = Object.fromEntries(names.map((name) => [name, resourceStatus(tenant, name)]));
  const { rejected, breaker } = tenant;
  const isOpen = breaker?.openUntil !== undefined && (!breaker.closed || openForMs(breaker, nowMs) > 0);
  return {
    tenantId,
    state,
    connected: isConnected(tenant),
    reason,
    message,
    since,
    sevClientId,
    dueAt,
    failedPolls,
    ...(rejected && { refused: { since: rejected.at, held: rejected.held } }),
    ...(isOpen && { breaker: { until: breaker.openUntil ?? 0, said: breaker.said ?? '' } }),
    resources,
    parkedCommands: parked,
  };
}

/** Ids of the commands that wait for the tenant, in their order. Most tenants have none, and their ledger is not asked. */
export async function parkedCommands(
  ledger: Pick<LedgerTable, 'inState'>,
  { tenantId, hasParked }: Tenant,
): Promise<readonly string[]> {
  const ids: string[] = [];
  if (hasParked) for await (const { commandId } of ledger.inState(tenantId, 'parked')) ids.push(commandId);
  return ids;
}

export function stoppedFirst(a: TenantStatus, b: TenantStatus): number {
  const stopped = Number(a.connected) - Number(b.connected);
  return stopped || (a.tenantId < b.tenantId ? -1 : 1);
}
