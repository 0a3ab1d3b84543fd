import { afterCalls, type CallTally, hasOpened, openForMs } from '../../shared/domain/circuit-breaker.ts';
import type { Work } from './command-dependencies.ts';

/** How long commands of the tenant wait, through no fault of their own: its breaker is open, or its token is held as refused. */
export function tenantPauseSeconds({ dependencies, tenant }: Work): number {
  const nowMs = dependencies.now();
  const { recheckMs } = dependencies.settings;
  // Its next poll asks once for all of them, and a moment later it is known what came of it.
  const askedInMs = Math.max(0, (tenant.dueAt ?? nowMs) - nowMs);
  const heldMs = tenant.rejected?.held ? askedInMs + recheckMs : 0;
  return Math.max(heldMs, openForMs(tenant.breaker, nowMs)) / 1000;
}

/** Writes down refused calls, and the first one that went through after an opening; else nothing is written. */
export async function noteCalls({ dependencies, tenant: before }: Work, tally: CallTally): Promise<void> {
  const { tenants, now, settings, count, log } = dependencies;
  const facts = { nowMs: now(), unitMs: settings.breakerMs };
  if (afterCalls(before.breaker, tally, facts) === before.breaker) return;
  const stored = await tenants.change(before.tenantId, (tenant) => {
    const breaker = afterCalls(tenant.breaker, tally, facts);
    return breaker === tenant.breaker ? undefined : { ...tenant, breaker };
  });
  if (!hasOpened(stored?.breaker, before.breaker)) return;
  count('breakersOpened');
  log.warn('Too many calls of the tenant were refused: there is a pause', { ...stored?.breaker });
}
