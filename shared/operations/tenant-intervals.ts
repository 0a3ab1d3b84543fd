import type { TenantsTable } from '../aws/tenants-table.ts';
import type { ResourceName } from '../contract/event.ts';
import { leastListingMs, listsEverything } from '../domain/cadence.ts';
import type { Resource } from '../domain/resource.ts';
import { isConnected, type Tenant } from '../domain/tenant.ts';
import { withWish } from './ask-for-poll.ts';
import { TenantUnknown } from './known-tenant.ts';

/** How often one resource of a tenant is polled. */
export interface ResourceInterval {
  readonly resource: ResourceName;
  /** The tenant's own interval; without one, `everyIntervals` of the stage's default. */
  readonly ownSeconds?: number | undefined;
  readonly everyIntervals: number;
  /** Each poll reads all records, not only what changed. */
  readonly listsEverything: boolean;
  readonly records?: number | undefined;
  /** Not more often than that, whatever is set: listing everything would take too many of the tenant's requests. */
  readonly leastSeconds: number;
}

export function tenantIntervals(
  tenant: Tenant,
  resources: readonly Resource[],
  ratePerMinute: number,
): readonly ResourceInterval[] {
  return resources.map((resource) => {
    const progress = tenant.resources[resource.name] ?? {};
    const listsAll = listsEverything(resource, progress);
    return {
      resource: resource.name,
      ownSeconds: tenant.intervals?.[resource.name],
      everyIntervals: resource.everyIntervals,
      listsEverything: listsAll,
      records: progress.records,
      leastSeconds: listsAll ? Math.ceil(leastListingMs(progress, { ratePerMinute }) / 1000) : 0,
    };
  });
}

/** `default` takes the tenant's own interval back. */
export type IntervalWishes = Readonly<Partial<Record<ResourceName, number | 'default'>>>;

/**
 * Sets the tenant's own intervals, which must be within INTERVAL_BOUNDS. A connected tenant is looked at once, so that they
 * count from now and not from the end of the interval before.
 * @throws TenantUnknown
 */
export async function setIntervals(
  { tenants, now }: { readonly tenants: Pick<TenantsTable, 'change'>; readonly now: () => number },
  tenantId: string,
  wishes: IntervalWishes,
): Promise<Tenant> {
  const resources = Object.keys(wishes) as ResourceName[];
  const changed = await tenants.change(tenantId, (tenant) => {
    const entries = Object.entries({ ...tenant.intervals, ...wishes }).filter(([, seconds]) => seconds !== 'default');
    const intervals: Tenant['intervals'] = entries.length > 0 ? Object.fromEntries(entries) : undefined;
    const next = { ...tenant, intervals };
    return isConnected(tenant) ? withWish(next, { resources, depth: 'look' }, now()) : next;
  });
  if (!changed) throw new TenantUnknown(tenantId);
  return changed;
}
