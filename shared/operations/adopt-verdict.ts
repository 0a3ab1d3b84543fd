import type { AccountClaims } from '../aws/account-claims.ts';
import type { Publish } from '../aws/event-bus.ts';
import type { TenantRemains, TenantsTable } from '../aws/tenants-table.ts';
import type { ResourceName } from '../contract/event.ts';
import { FRESH_BUDGET } from '../domain/request-budget.ts';
import { isConnected, type Tenant } from '../domain/tenant.ts';
import { type TokenVerdict, turnTenant } from '../domain/token-verdict.ts';
import { claimAccount } from './claim-account.ts';
import { type JudgeDependencies, judgeRefusal } from './judge-refusal.ts';
import { tenantTurned } from './tenant-events.ts';

export interface AdoptDependencies extends Pick<JudgeDependencies, 'count'> {
  readonly stage: string;
  readonly tenants: JudgeDependencies['tenants'] & Pick<TenantsTable, 'change' | 'add' | 'remains'>;
  readonly accounts: AccountClaims;
  readonly publish: Publish;
  readonly resources: readonly ResourceName[];
  readonly now: () => number;
  readonly recheckMs: number;
}

/** A secret whose token was tested. */
export interface TestedSecret {
  readonly tenantId: string;
  readonly version: string;
  /** The `since` of the tenant when the test began, if it was there: what an operator did meanwhile goes first. */
  readonly knownSince: number | undefined;
  /** Given where the secret was only read: the version that the tenant had then. One that it got meanwhile is a newer one, and goes first. */
  readonly knownVersion?: string;
}

/**
 * Turns a tenant as the test of its token came out. The order protects: the account is claimed first, then the event goes out, then the
 * tenant is written; a crash in between repeats the same. Answers the tenant, or `undefined` if it was removed meanwhile.
 */
export async function adoptVerdict(
  dependencies: AdoptDependencies,
  secret: TestedSecret,
  verdict: TokenVerdict,
): Promise<Tenant | undefined> {
  const { tenants, now, resources, recheckMs } = dependencies;
  const { tenantId } = secret;
  const known = await tenants.get(tenantId);
  if (known ? isOutdated(known, secret) : secret.knownSince !== undefined) return known;
  const before = known ?? newTenant(tenantId, await tenants.remains(tenantId));
  const judged = await withClaim(dependencies, before, verdict);
  const at = { version: secret.version, nowMs: now(), recheckMs };
  const isRefused = judged.kind === 'refused';
  const facts = { ...at, resources, ...(isRefused && { login: await judgeRefusal(dependencies, before, at) }) };
  const turned = turnTenant(before, judged, facts);
  await tell(dependencies, turned, before);
  if (!known && (await tenants.add(turned))) return turned;
  const turn = (current: Tenant) => (isOutdated(current, secret) ? undefined : turnTenant(current, judged, facts));
  const stored = (await tenants.change(tenantId, turn)) ?? (await tenants.get(tenantId));
  if (before.rejected && !turned.rejected) await tenants.refusals.forget(tenantId);
  return stored;
}

/**
 * A reason that changed is news, too: a secret that came back may hold a token that died meanwhile. Counted is whoever was turned, and a
 * new tenant with its first token.
 */
async function tell({ publish, stage, count }: AdoptDependencies, turned: Tenant, before: Tenant): Promise<void> {
  const differs = (...keys: readonly (keyof Tenant)[]) => keys.some((key) => turned[key] !== before[key]);
  if (!differs('state', 'reason', 'secretVersion')) return;
  await publish([tenantTurned(stage, turned, before)]);
  const isNew = before.secretVersion === '';
  if (differs('state') || isNew) count?.(isConnected(turned) ? 'tenantsConnected' : 'tenantsStopped');
}

/** Somebody disconnected it, or gave it another token, while its token was tested. */
function isOutdated(
  tenant: Tenant,
  { version, knownSince, knownVersion = tenant.secretVersion }: TestedSecret,
): boolean {
  if (tenant.reason === 'disconnected_by_operator' && tenant.since !== knownSince) return true;
  return ![version, knownVersion].includes(tenant.secretVersion);
}

/** A token that works is of no use for an account that another tenant has. One of the wrong account claims nothing. */
async function withClaim(
  dependencies: AdoptDependencies,
  { tenantId, state, sevClientId: bound }: Tenant,
  verdict: TokenVerdict,
): Promise<TokenVerdict> {
  if (verdict.kind !== 'works' || verdict.sevClientId === undefined) return verdict;
  const { sevClientId } = verdict;
  if (state === 'removed' || (bound ?? sevClientId) !== sevClientId) return verdict;
  const holder = await claimAccount(dependencies, { tenantId, sevClientId });
  return holder === undefined ? verdict : { kind: 'taken', sevClientId, holder };
}

/**
 * A tenant nobody has tested yet: neither polled nor written to. One that was removed, and left something behind, stays bound to its
 * account, and its parked commands are carried out.
 */
function newTenant(tenantId: string, remains: TenantRemains | undefined): Tenant {
  return {
    tenantId,
    state: 'disconnected',
    since: 0,
    secretVersion: '',
    budget: FRESH_BUDGET,
    resources: {},
    failures: 0,
    hasParked: remains !== undefined,
    revision: remains?.revision ?? 0,
    ...(remains?.sevClientId !== undefined && { sevClientId: remains.sevClientId }),
  };
}
