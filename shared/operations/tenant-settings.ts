import type { TenantsTable } from '../aws/tenants-table.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { TenantSettings } from '../domain/tenant-settings.ts';
import { TenantUnknown } from './known-tenant.ts';

/** `default` takes a setting back. */
export type SettingWishes = { readonly [K in keyof TenantSettings]?: TenantSettings[K] | 'default' };

/**
 * Sets what holds for the tenant's documents; commands that are new to the ledger are checked by it from now on.
 * @throws TenantUnknown
 */
export async function setSettings(
  { tenants }: { readonly tenants: Pick<TenantsTable, 'change'> },
  tenantId: string,
  wishes: SettingWishes,
): Promise<Tenant> {
  const changed = await tenants.change(tenantId, (tenant) => {
    const wished = Object.entries(wishes).filter(([, value]) => value !== undefined);
    const all = Object.entries({ ...tenant.settings, ...Object.fromEntries(wished) });
    const kept = all.filter(([, value]) => value !== 'default');
    return { ...tenant, settings: kept.length > 0 ? Object.fromEntries(kept) : undefined };
  });
  if (!changed) throw new TenantUnknown(tenantId);
  return changed;
}
