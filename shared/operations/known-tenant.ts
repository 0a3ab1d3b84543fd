import type { TenantsTable } from '../aws/tenants-table.ts';
import type { Tenant } from '../domain/tenant.ts';

/** The tenant id is wrong, or its secret was not looked at yet. */
export class TenantUnknown extends Error {
  constructor(tenantId: string) {
    super(
      `There is no tenant ${tenantId}. "status" lists all; a new one shows up within five minutes after "tenant connect".`,
    );
    this.name = 'TenantUnknown';
  }
}

/** Nothing is asked of sevdesk for this tenant before a token of it works. */
export class TenantNotConnected extends Error {
  constructor({ tenantId, state, reason, message }: Tenant) {
    super(
      `Tenant ${tenantId} is not polled: it is ${state} (${reason ?? 'not tested yet'})${message ? `. ${message}` : ''}`,
    );
    this.name = 'TenantNotConnected';
  }
}

/** @throws TenantUnknown */
export async function knownTenant(tenants: Pick<TenantsTable, 'get'>, tenantId: string): Promise<Tenant> {
  const tenant = await tenants.get(tenantId);
  if (!tenant) throw new TenantUnknown(tenantId);
  return tenant;
}
