import type { TenantsTable } from '../aws/tenants-table.ts';
import type { Tenant } from '../domain/tenant.ts';

/** The tenant id is wrong, or its secret was not looked at yet. */
export class TenantUnknown extends Error {
  constructor(tenantId: string) {
    super(
      `There is no tenant ${tenantId}. "tenant list" shows all; one whose secret was put there by hand shows up within five minutes.`,
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

/** A tenant that was stopped for another reason than a pause is brought back by a token that works, and by nothing else. */
export class TenantNotPaused extends Error {
  constructor({ tenantId, state, reason }: Tenant) {
    super(
      `Tenant ${tenantId} is not paused: it is ${state} (${reason ?? 'not tested yet'}). A token that works brings it back: tenant rotate ${tenantId}`,
    );
    this.name = 'TenantNotPaused';
  }
}

/** @throws TenantUnknown */
export async function knownTenant(tenants: Pick<TenantsTable, 'get'>, tenantId: string): Promise<Tenant> {
  const tenant = await tenants.get(tenantId);
  if (!tenant) throw new TenantUnknown(tenantId);
  return tenant;
}
