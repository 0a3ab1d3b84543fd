import type { AccountClaims } from '../aws/account-claims.ts';
import type { LedgerTable } from '../aws/ledger-table.ts';
import type { TenantData } from '../aws/tenant-data.ts';
import type { TenantObjects } from '../aws/tenant-objects.ts';
import type { TenantsTable } from '../aws/tenants-table.ts';
import type { TokenStore } from '../aws/token-store.ts';
import { isPolled, stopTenant, type Tenant } from '../domain/tenant.ts';
import { endParked } from './end-parked.ts';
import { TenantUnknown } from './known-tenant.ts';
import { type TurnDependencies, turnAndTell } from './turn-and-tell.ts';

export interface RemoveDependencies extends TurnDependencies {
  readonly tenants: Pick<TenantsTable, 'get' | 'change' | 'remove' | 'remains'>;
  readonly accounts: Pick<AccountClaims, 'release'>;
  readonly tokens: Pick<TokenStore, 'remove'>;
  readonly ledger: Pick<LedgerTable, 'inState'>;
  readonly data: TenantData;
  /** Needed for a purge. */
  readonly objects?: TenantObjects;
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
  /** Called when something that is under way is waited for. */
  readonly onWait: (what: string) => void;
}

export interface Removal {
  readonly tenantId: string;
  /** Deletes all that is known of it, too. */
  readonly purge: boolean;
}

const LOOK_EVERY_MS = 250;

const MESSAGE = 'An operator removed the tenant. It is not polled any more, and its commands fail.';

/**
 * Removes a tenant for good. The order protects: told and stopped first, so that nobody uses it any more; then secret, account and, if
 * wished, all data; the tenant itself comes last, so that a removal that was cut short can be done again. Without `purge`, snapshots
 * and ledger stay for a tenant of the same id and account.
 * @throws TenantUnknown
 */
export async function removeTenant(dependencies: RemoveDependencies, { tenantId, purge }: Removal): Promise<void> {
  const { tenants, tokens, accounts } = dependencies;
  const tenant = await stopForGood(dependencies, tenantId);
  if (!tenant && !(purge && (await tenants.remains(tenantId)))) throw new TenantUnknown(tenantId);
  if (tenant) await tokens.remove(tenantId);
  if (tenant?.sevClientId) await accounts.release(tenant.sevClientId, tenantId);
  if (purge) await purgeData(dependencies, tenantId);
  const remains = tenant && { sevClientId: tenant.sevClientId, revision: tenant.revision };
  await tenants.remove(tenantId, purge ? undefined : remains);
}

/** Between two polls: one that is under way would tell and store after the end. */
async function stopForGood(dependencies: RemoveDependencies, tenantId: string): Promise<Tenant | undefined> {
  const { now, pause, onWait } = dependencies;
  const isOver = ({ state }: Tenant) => state === 'removed';
  const decide = (tenant: Tenant) =>
    isOver(tenant) || isPolled(tenant, now())
      ? undefined
      : stopTenant(tenant, { reason: 'removed_by_operator', message: MESSAGE, nowMs: now() });
  for (;;) {
    const tenant = await turnAndTell(dependencies, tenantId, decide);
    if (!tenant || isOver(tenant)) return tenant;
    onWait('A poll is under way; it ends first.');
    await pause(LOOK_EVERY_MS);
  }
}

async function purgeData(dependencies: RemoveDependencies, tenantId: string): Promise<void> {
  const { data, objects, now, pause, onWait } = dependencies;
  await endParked(dependencies, tenantId);
  await data.purgeRecords(tenantId);
  while ((await data.purgeLedger(tenantId, now())) > 0) {
    onWait('A command is under way; it ends first.');
    await pause(LOOK_EVERY_MS);
  }
  // Last, since a command may store a file.
  await objects?.purge(tenantId);
}
