import type { HeldUp } from '../aws/held-up.ts';
import type { LedgerListing } from '../aws/ledger-listing.ts';
import type { TenantsTable } from '../aws/tenants-table.ts';
import type { Resource } from '../domain/resource.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { StageRhythm } from './resource-health.ts';
import { type StatusTotals, statusTotals } from './status-totals.ts';
import { type TenantHealth, tenantHealth } from './tenant-health.ts';

/** Messages in a queue, as SQS counts them: roughly. */
export interface QueueDepth {
  readonly waiting: number;
  /** Received and not acknowledged: being worked on, or hidden for a while. */
  readonly inFlight: number;
}

export interface RelayStatus {
  readonly at: number;
  /** Stopped ones first, then late ones, then those that something waits for; each by tenant id. */
  readonly tenants: readonly TenantHealth[];
  readonly totals: StatusTotals;
  readonly commandQueue: QueueDepth;
  /** The copies in their queue; `totals.letters` is what the ledger says. */
  readonly deadLetters: QueueDepth;
}

export interface StatusDependencies {
  readonly tenants: Pick<TenantsTable, 'get' | 'all'>;
  readonly listing: Pick<LedgerListing, 'heldUp'>;
  readonly commandQueue: () => Promise<QueueDepth>;
  readonly deadLetters: () => Promise<QueueDepth>;
  readonly resources: readonly Resource[];
  readonly rhythm: StageRhythm;
  readonly now: () => number;
}

/**
 * How a stage is doing. With a tenant id: that tenant only, or none if it is not known. Reads, and changes nothing.
 * All tenants cost one scan of their table and one of the ledger's index, which holds only what is held up, in pages of 1 MB side by
 * side; one tenant costs a read of its item and four queries. The ledger itself is not read.
 */
export async function readStatus(dependencies: StatusDependencies, tenantId?: string): Promise<RelayStatus> {
  const { listing, commandQueue, deadLetters, ...facts } = dependencies;
  const [tenants, heldUp, commands, copies] = await Promise.all([
    collect(chosen(dependencies, tenantId)),
    collect(listing.heldUp(tenantId)),
    commandQueue(),
    deadLetters(),
  ]);
  const at = facts.now();
  const heldUpOf = byTenant(heldUp);
  const health = tenants.map((tenant) =>
    tenantHealth(tenant, { ...facts, nowMs: at, heldUp: heldUpOf.get(tenant.tenantId) ?? [] }),
  );
  return {
    at,
    tenants: health.sort(byNeed),
    totals: statusTotals(health, heldUp),
    commandQueue: commands,
    deadLetters: copies,
  };
}

async function* chosen({ tenants }: StatusDependencies, tenantId: string | undefined): AsyncGenerator<Tenant> {
  if (tenantId === undefined) return yield* tenants.all();
  const tenant = await tenants.get(tenantId);
  if (tenant) yield tenant;
}

function byTenant(heldUp: readonly HeldUp[]): ReadonlyMap<string, readonly HeldUp[]> {
  const groups = new Map<string, HeldUp[]>();
  for (const one of heldUp) {
    const group = groups.get(one.tenantId);
    if (group) group.push(one);
    else groups.set(one.tenantId, [one]);
  }
  return groups;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

function byNeed(a: TenantHealth, b: TenantHealth): number {
  return rank(a) - rank(b) || (a.tenantId < b.tenantId ? -1 : 1);
}

function rank({ connected, stoppedOnPurpose, late, letters, commands }: TenantHealth): number {
  if (!connected) return stoppedOnPurpose ? 1 : 0;
  if (late) return 2;
  return letters.count + commands.count > 0 ? 3 : 4;
}
