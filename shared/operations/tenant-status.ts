import type { LedgerTable } from '../aws/ledger-table.ts';
import type { ResourceName } from '../contract/event.ts';
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
  readonly resources: Partial<Record<ResourceName, ResourceStatus>>;
  readonly parkedCommands: number;
}

/** How one tenant is doing. Only what is named: lease, budget and versions are nobody's business here. */
export async function readTenantStatus(ledger: Pick<LedgerTable, 'inState'>, tenant: Tenant): Promise<TenantStatus> {
  const { tenantId, state, reason, message, since, sevClientId, dueAt, failures: failedPolls } = tenant;
  const names = Object.keys(tenant.resources) as ResourceName[];
  const resources = Object.fromEntries(names.map((name) => [name, resourceStatus(tenant, name)]));
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
    resources,
    parkedCommands: (await parkedCommands(ledger, tenant)).length,
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
