import type { Publish } from '../aws/event-bus.ts';
import type { TenantsTable } from '../aws/tenants-table.ts';
import type { TokenCache } from '../aws/token-cache.ts';
import type { Count } from '../domain/log.ts';
import { rejectToken } from '../domain/reject-token.ts';
import { isConnected, type Tenant } from '../domain/tenant.ts';
import { type JudgeDependencies, judgeRefusal } from './judge-refusal.ts';
import { tenantStopped } from './tenant-events.ts';

export interface RefuseDependencies {
  readonly stage: string;
  readonly tenants: JudgeDependencies['tenants'] & Pick<TenantsTable, 'change'>;
  readonly tokens: Pick<TokenCache, 'forget'>;
  readonly publish: Publish;
  readonly now: () => number;
  readonly random: () => number;
  readonly count: Count;
}

/**
 * Writes down that sevdesk refused a tenant's token (401). The first time asks for a second opinion; the second one
 * disconnects, and is published before it is written, unless sevdesk's login seems to be out. Whoever judged on an old state leaves it to the
 * next one, and a tenant that was stopped meanwhile is left as it is.
 */
export async function refuseToken(
  { stage, tenants, tokens, publish, now, random, count }: RefuseDependencies,
  { tenantId, secretVersion: version }: Tenant,
  recheckMs: number,
): Promise<void> {
  tokens.forget(tenantId);
  const tenant = await tenants.get(tenantId);
  const isConcerned = (one: Tenant) => isConnected(one) && one.secretVersion === version;
  if (!tenant || !isConcerned(tenant)) return;
  const refusal = { version, nowMs: now(), recheckMs };
  const login = await judgeRefusal({ tenants, count }, tenant, refusal);
  const facts = { ...refusal, login, random: random() };
  const judged = rejectToken(tenant, facts);
  if (judged.disconnected) {
    await publish([tenantStopped(stage, judged.tenant, tenant)]);
    count('tenantsStopped');
  }
  await tenants.change(tenantId, (current) => {
    if (!isConcerned(current)) return undefined;
    const next = rejectToken(current, facts);
    return next.disconnected && !judged.disconnected ? undefined : next.tenant;
  });
  if (judged.disconnected) await tenants.refusals.forget(tenantId);
}
