import type { Publish } from '../aws/event-bus.ts';
import type { TenantsTable } from '../aws/tenants-table.ts';
import type { TokenCache } from '../aws/token-cache.ts';
import { rejectToken } from '../domain/reject-token.ts';
import { isConnected, type Tenant } from '../domain/tenant.ts';
import { tenantStopped } from './tenant-events.ts';

export interface RefuseDependencies {
  readonly stage: string;
  readonly tenants: Pick<TenantsTable, 'get' | 'change'>;
  readonly tokens: Pick<TokenCache, 'forget'>;
  readonly publish: Publish;
  readonly now: () => number;
}

/**
 * Writes down that sevdesk refused a tenant's token (401). The first time asks for a second opinion; the second one
 * disconnects, and is published before it is written. Whoever judged on an old state leaves it to the next one, and a tenant that
 * was stopped meanwhile is left as it is.
 */
export async function refuseToken(
  { stage, tenants, tokens, publish, now }: RefuseDependencies,
  { tenantId, secretVersion: version }: Tenant,
  recheckMs: number,
): Promise<void> {
  tokens.forget(tenantId);
  const facts = { version, nowMs: now(), recheckMs };
  const tenant = await tenants.get(tenantId);
  const isConcerned = (one: Tenant) => isConnected(one) && one.secretVersion === version;
  if (!tenant || !isConcerned(tenant)) return;
  const judged = rejectToken(tenant, facts);
  if (judged.disconnected) await publish([tenantStopped(stage, judged.tenant, tenant)]);
  await tenants.change(tenantId, (current) => {
    if (!isConcerned(current)) return undefined;
    const next = rejectToken(current, facts);
    return next.disconnected && !judged.disconnected ? undefined : next.tenant;
  });
}
