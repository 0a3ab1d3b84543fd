import type { TenantsTable } from '../../shared/aws/tenants-table.ts';
import type { TokenStore } from '../../shared/aws/token-store.ts';
import type { Count, Log } from '../../shared/domain/log.ts';
import { isConnected, SECRET_GONE, stopTenant, type Tenant } from '../../shared/domain/tenant.ts';
import { type TurnDependencies, turnAndTell } from '../../shared/operations/turn-and-tell.ts';
import { type Batches, inBatches } from './in-batches.ts';

export interface StopDependencies extends TurnDependencies {
  readonly tenants: Pick<TenantsTable, 'get' | 'change' | 'due'>;
  readonly tokens: Pick<TokenStore, 'read'>;
  readonly now: () => number;
  readonly log: Log;
  readonly count: Count;
}

/** How many were stopped, and how many were not looked at, for want of time. */
interface Stopped {
  readonly stopped: number;
  readonly left: number;
}

/**
 * Stops tenants that are polled although their secret is not among those listed: functions that have read its token use it for hours. The
 * list may lag behind, so each secret is asked for before its tenant is stopped. One that fails is logged, and comes again at the next
 * sweep.
 */
export async function stopWithoutSecret(
  dependencies: StopDependencies,
  listed: ReadonlySet<string>,
  batches: Batches,
): Promise<Stopped> {
  const unlisted: string[] = [];
  for await (const { tenantId } of dependencies.tenants.due(Number.MAX_SAFE_INTEGER)) {
    if (!listed.has(tenantId)) unlisted.push(tenantId);
  }
  let stopped = 0;
  const look = async (tenantId: string) => {
    try {
      if (await stopIfMissing(dependencies, tenantId)) stopped += 1;
    } catch (error) {
      dependencies.log.error('The tenant without a listed secret could not be looked at', { tenantId, error });
    }
  };
  const left = await inBatches(unlisted, look, batches);
  return { stopped, left };
}

/** The tenant is read before its secret: one that got another token since is left as it is. */
async function stopIfMissing(dependencies: StopDependencies, tenantId: string): Promise<boolean> {
  const { tenants, tokens, now, log, count } = dependencies;
  const known = await tenants.get(tenantId);
  if (!known || !isConnected(known) || (await tokens.read(tenantId)).kind !== 'missing') return false;
  const isConcerned = (one: Tenant) => isConnected(one) && one.secretVersion === known.secretVersion;
  const stopped = await turnAndTell(dependencies, tenantId, (one) =>
    isConcerned(one) ? stopTenant(one, { ...SECRET_GONE, nowMs: now() }) : undefined,
  );
  if (stopped?.reason !== SECRET_GONE.reason) return false;
  count('tenantsStopped');
  log.warn('The tenant is no longer polled', { tenantId, ...SECRET_GONE });
  return true;
}
