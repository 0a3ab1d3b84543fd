import type { ListedSecret, TokenStore } from '../../shared/aws/token-store.ts';
import type { Count } from '../../shared/domain/log.ts';
import { isConnected, type Tenant } from '../../shared/domain/tenant.ts';
import { needsTest } from '../../shared/domain/token-verdict.ts';
import { claimForKnown } from '../../shared/operations/claim-account.ts';
import { type RegisterDependencies, registerToken } from '../../shared/operations/register-token.ts';
import { type ResendDependencies, resendParked } from '../../shared/operations/resend-parked.ts';

export interface SweepDependencies extends RegisterDependencies {
  readonly tokens: Pick<TokenStore, 'list' | 'read'>;
  readonly ledger: ResendDependencies['ledger'];
  readonly resend: ResendDependencies['resend'];
  readonly onToken: (token: string) => void;
  readonly count: Count;
}

/** Tenants looked at side by side: a slow one delays nobody behind it. */
const AT_ONCE = 10;

/**
 * Looks through the tenants' secrets for new ones and new versions, tests them, and turns their tenants; claims the accounts of
 * tenants that were bound since; sends parked commands of tenants that are back. A tenant whose sweep fails is logged and comes again at the next sweep.
 */
export async function sweepTenants(dependencies: SweepDependencies): Promise<void> {
  let batch: ListedSecret[] = [];
  for await (const secret of dependencies.tokens.list()) {
    batch.push(secret);
    if (batch.length === AT_ONCE) {
      await sweepBatch(dependencies, batch);
      batch = [];
    }
  }
  await sweepBatch(dependencies, batch);
}

async function sweepBatch(dependencies: SweepDependencies, batch: readonly ListedSecret[]): Promise<void> {
  const swept = await Promise.allSettled(batch.map((secret) => sweepSecret(dependencies, secret)));
  for (const [index, result] of swept.entries()) {
    const tenantId = batch[index]?.tenantId;
    if (result.status === 'rejected')
      dependencies.log.error('The tenant could not be swept', { tenantId, error: result.reason });
  }
}

async function sweepSecret(dependencies: SweepDependencies, { tenantId, version }: ListedSecret): Promise<void> {
  const known = await dependencies.tenants.get(tenantId);
  const isKnown = known && !needsTest(known, version, dependencies.now());
  const tenant = isKnown ? await claimed(dependencies, known) : await register(dependencies, tenantId, known);
  if (!tenant || !isConnected(tenant) || !tenant.hasParked) return;
  const sent = await resendParked(dependencies, tenant);
  dependencies.log.info('Parked commands were sent again', { tenantId, commands: sent });
}

/** Most tenants have their claim since they were connected. */
async function claimed(dependencies: SweepDependencies, tenant: Tenant): Promise<Tenant | undefined> {
  const { tenantId, sevClientId, accountClaimed } = tenant;
  if (!isConnected(tenant) || sevClientId === undefined || accountClaimed) return tenant;
  const next = await claimForKnown(dependencies, { tenantId, sevClientId });
  if (next && !isConnected(next)) noteStop(dependencies, next);
  return next;
}

function noteStop({ count, log }: SweepDependencies, { tenantId, state, reason, message }: Tenant): void {
  count('tenantsStopped');
  log.warn('The tenant is no longer polled', { tenantId, state, reason, problem: message });
}

async function register(
  dependencies: SweepDependencies,
  tenantId: string,
  known: Tenant | undefined,
): Promise<Tenant | undefined> {
  const stored = await dependencies.tokens.read(tenantId);
  if (stored.kind === 'missing') return undefined;
  if (stored.kind === 'token') dependencies.onToken(stored.token);
  const tenant = await registerToken(dependencies, { tenantId, stored });
  if (!tenant) return undefined;
  const { state, reason, message } = tenant;
  if (tenant.state !== known?.state) dependencies.count(isConnected(tenant) ? 'tenantsConnected' : 'tenantsStopped');
  dependencies.log.info('A token was tested', { tenantId, state, reason, problem: message });
  return tenant;
}
