import type { AccountClaim, AccountClaims } from '../aws/account-claims.ts';
import type { TenantsTable } from '../aws/tenants-table.ts';
import { stopTenant, type Tenant } from '../domain/tenant.ts';
import { takenMessage } from '../domain/token-verdict.ts';
import { type TurnDependencies, turnAndTell } from './turn-and-tell.ts';

/** A claim is written before its tenant is: only after this long is one without a tenant known to be left over from a crash. */
const STALE_MS = 600_000;

export interface ClaimDependencies {
  readonly tenants: Pick<TenantsTable, 'get'>;
  readonly accounts: AccountClaims;
  readonly now: () => number;
}

export interface AccountOf {
  readonly tenantId: string;
  readonly sevClientId: string;
}

async function isAlive(
  { tenants, now }: ClaimDependencies,
  { holder, claimedAt }: AccountClaim,
  sevClientId: string,
): Promise<boolean> {
  return (await tenants.get(holder))?.sevClientId === sevClientId || now() - claimedAt < STALE_MS;
}

/**
 * Claims a sevdesk account for a tenant: one relay per account, since two would share its limit of requests and tell everything twice.
 * Answers the other tenant that has it; `undefined` when it is ours now.
 */
export async function claimAccount(
  dependencies: ClaimDependencies,
  { tenantId, sevClientId }: AccountOf,
): Promise<string | undefined> {
  const { accounts, now } = dependencies;
  const wish = { holder: tenantId, claimedAt: now() };
  for (;;) {
    const claim = await accounts.find(sevClientId);
    const isOurs = claim === undefined || claim.holder === tenantId;
    if (!isOurs && (await isAlive(dependencies, claim, sevClientId))) return claim.holder;
    if (await accounts.claim(sevClientId, { ...wish, insteadOf: claim })) return undefined;
  }
}

/**
 * Claims the account of a tenant that was bound to it by its first records, or before there were claims. If another tenant has
 * it, this one is suspended.
 */
export async function claimForKnown(
  dependencies: ClaimDependencies & TurnDependencies,
  { tenantId, sevClientId }: AccountOf,
): Promise<Tenant | undefined> {
  const { tenants, now } = dependencies;
  const holder = await claimAccount(dependencies, { tenantId, sevClientId });
  if (holder === undefined) return tenants.change(tenantId, (tenant) => ({ ...tenant, accountClaimed: true }));
  const message = takenMessage({ sevClientId, holder });
  return turnAndTell(dependencies, tenantId, (tenant) =>
    tenant.reason === 'account_taken'
      ? undefined
      : stopTenant(tenant, { reason: 'account_taken', message, nowMs: now() }),
  );
}
