import type { LedgerTable } from '../aws/ledger-table.ts';
import type { TenantsTable } from '../aws/tenants-table.ts';
import type { ResourceName } from '../contract/event.ts';
import { isConnected, type Tenant } from '../domain/tenant.ts';
import { type ResourceStatus, resourceStatus } from './resource-status.ts';

/** Messages in a queue, as SQS counts them: roughly. */
export interface QueueDepth {
  readonly waiting: number;
  /** Received and not acknowledged: being worked on, or hidden for a while. */
  readonly inFlight: number;
}

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

export interface RelayStatus {
  /** Those that are stopped first, then by tenant id. */
  readonly tenants: readonly TenantStatus[];
  readonly commandQueue: QueueDepth;
  readonly deadLetters: QueueDepth;
}

export interface StatusDependencies {
  readonly tenants: Pick<TenantsTable, 'get' | 'all'>;
  readonly ledger: Pick<LedgerTable, 'inState'>;
  readonly commandQueue: () => Promise<QueueDepth>;
  readonly deadLetters: () => Promise<QueueDepth>;
}

/** How a stage is doing. With a tenant id: that tenant only, or none if it is not known. Reads, and changes nothing. */
export async function readStatus(dependencies: StatusDependencies, tenantId?: string): Promise<RelayStatus> {
  const statuses: TenantStatus[] = [];
  for await (const tenant of chosen(dependencies, tenantId)) {
    statuses.push(tenantStatus(tenant, await countParked(dependencies, tenant)));
  }
  const [commandQueue, deadLetters] = await Promise.all([dependencies.commandQueue(), dependencies.deadLetters()]);
  return { tenants: statuses.sort(stoppedFirst), commandQueue, deadLetters };
}

async function* chosen({ tenants }: StatusDependencies, tenantId: string | undefined): AsyncGenerator<Tenant> {
  if (tenantId === undefined) return yield* tenants.all();
  const tenant = await tenants.get(tenantId);
  if (tenant) yield tenant;
}

/** Most tenants have none, and their ledger is not asked. */
async function countParked({ ledger }: StatusDependencies, { tenantId, hasParked }: Tenant): Promise<number> {
  if (!hasParked) return 0;
  let count = 0;
  for await (const _entry of ledger.inState(tenantId, 'parked')) count += 1;
  return count;
}

/** Only what is named: lease, budget and versions are nobody's business here. */
function tenantStatus(tenant: Tenant, parkedCommands: number): TenantStatus {
  const { tenantId, state, reason, message, since, sevClientId, dueAt, failures: failedPolls } = tenant;
  const names = Object.keys(tenant.resources) as ResourceName[];
  const resources = Object.fromEntries(names.map((name) => [name, resourceStatus(tenant, name)]));
  const connected = isConnected(tenant);
  return {
    tenantId,
    state,
    connected,
    reason,
    message,
    since,
    sevClientId,
    dueAt,
    failedPolls,
    resources,
    parkedCommands,
  };
}

function stoppedFirst(a: TenantStatus, b: TenantStatus): number {
  const stopped = Number(a.connected) - Number(b.connected);
  return stopped || (a.tenantId < b.tenantId ? -1 : 1);
}
