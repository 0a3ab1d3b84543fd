import type { LedgerTable } from '../aws/ledger-table.ts';
import type { TenantsTable } from '../aws/tenants-table.ts';
import type { Tenant } from '../domain/tenant.ts';
import { readTenantStatus, stoppedFirst, type TenantStatus } from './tenant-status.ts';

/** Messages in a queue, as SQS counts them: roughly. */
export interface QueueDepth {
  readonly waiting: number;
  /** Received and not acknowledged: being worked on, or hidden for a while. */
  readonly inFlight: number;
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
    statuses.push(await readTenantStatus(dependencies.ledger, tenant));
  }
  const [commandQueue, deadLetters] = await Promise.all([dependencies.commandQueue(), dependencies.deadLetters()]);
  return { tenants: statuses.sort(stoppedFirst), commandQueue, deadLetters };
}

async function* chosen({ tenants }: StatusDependencies, tenantId: string | undefined): AsyncGenerator<Tenant> {
  if (tenantId === undefined) return yield* tenants.all();
  const tenant = await tenants.get(tenantId);
  if (tenant) yield tenant;
}
