import type { RequestPolls } from '../aws/polls-queue.ts';
import type { TenantsTable } from '../aws/tenants-table.ts';
import type { ResourceName } from '../contract/event.ts';
import { isConnected, type Tenant } from '../domain/tenant.ts';
import { TenantNotConnected, TenantUnknown } from './known-tenant.ts';

export interface AskDependencies {
  readonly tenants: Pick<TenantsTable, 'change'>;
  readonly requestPolls: RequestPolls;
  readonly now: () => number;
}

export interface PollWish {
  readonly resources: readonly ResourceName[];
  /** `everything`: list all records, to find every miss; never taken back by a mere `look`. */
  readonly depth: 'look' | 'everything';
  /** So many deletions may be told although they are very many. */
  readonly confirmed?: Tenant['confirmed'];
}

/**
 * Makes a tenant due now for what is wished, then sends its message, so that it does not wait for the next tick. If that fails, the
 * tick finds it all the same. Returns the tenant as it is stored now.
 * @throws TenantUnknown, TenantNotConnected
 */
export async function askForPoll(
  { tenants, requestPolls, now }: AskDependencies,
  tenantId: string,
  wish: PollWish,
): Promise<Tenant> {
  const asked = await tenants.change(tenantId, (tenant) => withWish(tenant, wish, now()));
  if (!asked) throw new TenantUnknown(tenantId);
  await requestPolls([{ tenantId, delaySeconds: 0 }]);
  return asked;
}

/** @throws TenantNotConnected */
export function withWish(tenant: Tenant, { resources, depth, confirmed }: PollWish, nowMs: number): Tenant {
  if (!isConnected(tenant)) throw new TenantNotConnected(tenant);
  const wished = resources.map((name) => [name, tenant.asked?.[name] === 'everything' ? 'everything' : depth]);
  return {
    ...tenant,
    asked: { ...tenant.asked, ...Object.fromEntries(wished) },
    askedAt: nowMs,
    ...(confirmed && { confirmed: { ...tenant.confirmed, ...confirmed } }),
    dueAt: Math.min(tenant.dueAt ?? nowMs, nowMs),
  };
}
