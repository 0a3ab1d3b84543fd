import type { TenantsTable } from '../aws/tenants-table.ts';
import type { Count } from '../domain/log.ts';
import {
  foundOutage,
  isHeldBy,
  judgeLogin,
  type LoginFacts,
  type LoginVerdict,
  REFUSALS_WINDOW_MS,
} from '../domain/login-outage.ts';
import { isSecondOpinion, type RefusalFacts } from '../domain/reject-token.ts';
import { isConnected, type Tenant } from '../domain/tenant.ts';

export interface JudgeDependencies {
  readonly tenants: Pick<TenantsTable, 'get' | 'refusals' | 'countDue' | 'acceptedLast'>;
  readonly count?: Count | undefined;
}

type Refusal = Pick<RefusalFacts, 'version' | 'nowMs' | 'recheckMs'>;

/**
 * What a refusal of a tenant's token means. A first one is only noted, one small item. A second one is judged by what others met: that
 * takes a few reads, at most once a minute for all tenants while sevdesk's login is out.
 */
export async function judgeRefusal(
  { tenants, count }: JudgeDependencies,
  tenant: Tenant,
  refusal: Refusal,
): Promise<LoginVerdict> {
  const { nowMs, recheckMs } = refusal;
  // A new secret with a wrong token says nothing about the login.
  if (isConnected(tenant) && tenant.secretVersion === refusal.version)
    await tenants.refusals.note(tenant.tenantId, nowMs);
  const refusedAt = tenant.rejected?.at ?? nowMs;
  if (!isSecondOpinion(tenant, refusal)) return 'unsure';
  const at = { nowMs, recheckMs, forMs: nowMs - refusedAt };
  const outage = await tenants.refusals.outage();
  if (isHeldBy(outage, at)) return 'out';
  const facts = { ...at, ...(await whatOthersMet(tenants, tenant, { refusedAt, nowMs })) };
  const verdict = judgeLogin(facts);
  if (verdict === 'out') {
    await tenants.refusals.noteOutage(foundOutage(outage, facts));
    count?.('loginOutages');
  }
  return verdict;
}

async function whatOthersMet(
  tenants: JudgeDependencies['tenants'],
  tenant: Tenant,
  { refusedAt, nowMs }: { readonly refusedAt: number; readonly nowMs: number },
): Promise<Pick<LoginFacts, 'refused' | 'polled' | 'othersAccepted'>> {
  const soonMs = nowMs + REFUSALS_WINDOW_MS;
  const [refused, polled, some] = await Promise.all([
    tenants.refusals.count(Math.max(refusedAt, nowMs - REFUSALS_WINDOW_MS)),
    tenants.countDue(soonMs),
    tenants.acceptedLast(soonMs),
  ]);
  const isAccepted = some.some(({ tenantId, acceptedAt }) => tenantId !== tenant.tenantId && acceptedAt >= refusedAt);
  // Who was never connected has nobody to wait for.
  return { refused, polled, othersAccepted: isAccepted || !isConnected(tenant) };
}
