import type { ResourceName } from '../../shared/contract/event.ts';
import { backoffSeconds } from '../../shared/domain/backoff.ts';
import { nextPollAt } from '../../shared/domain/cadence.ts';
import { releaseLease } from '../../shared/domain/lease.ts';
import { pollReaction } from '../../shared/domain/poll-reaction.ts';
import { pauseRequests } from '../../shared/domain/request-budget.ts';
import { BudgetExhausted, SevdeskThrottled } from '../../shared/domain/sevdesk-error.ts';
import { type StopReason, stopTenant, type Tenant, type TenantState } from '../../shared/domain/tenant.ts';
import { refuseToken } from '../../shared/operations/refuse-token.ts';
import { tenantStopped } from '../../shared/operations/tenant-events.ts';
import type { Poll } from './poll-dependencies.ts';

/** So many failed polls in a row ring the alarm, whatever their cause. */
export const FAILURES_TO_REPORT = 5;

/** Ends a poll that went through: saves how far each resource is, and when the next poll is due. */
export async function endPoll(poll: Poll, state?: TenantState): Promise<void> {
  const { now, resources, settings } = poll.dependencies;
  await release(poll, (current) => {
    const tenant = { ...current, ...(state && { state, since: now() }), rejected: undefined, failures: 0 };
    return { ...tenant, dueAt: Math.max(now(), nextPollAt(tenant, Object.values(resources), settings)) };
  });
}

/** What operators want, without what this poll has done; what they asked for meanwhile stays. */
function openWishes({ done, progress, tenant: before }: Poll, { asked = {}, askedAt, confirmed = {} }: Tenant) {
  return {
    asked: only(asked, (name) => askedAt !== before.askedAt || !done.has(name)),
    confirmed: only(confirmed, (name) => askedAt !== before.askedAt || progress[name]?.held !== undefined),
  };
}

function only<T>(entries: Partial<Record<ResourceName, T>>, stays: (name: ResourceName) => boolean) {
  const kept = Object.entries(entries).filter(([name]) => stays(name as ResourceName));
  return kept.length > 0 ? (Object.fromEntries(kept) as Partial<Record<ResourceName, T>>) : undefined;
}

/** Ends a poll before it began, to come again after a pause. */
export async function postponePoll(poll: Poll, pauseMs: number): Promise<void> {
  await release(poll, (tenant) => ({ ...tenant, dueAt: poll.dependencies.now() + pauseMs }));
}

/**
 * Ends polling until an operator acts. Published first: a crash in between repeats the event under the same id. A tenant
 * that got another token meanwhile, or that somebody else has stopped, is left as it is, and nothing is told.
 */
export async function stopPolling(poll: Poll, stop: { reason: StopReason; message: string }): Promise<void> {
  const { dependencies, tenant: before } = poll;
  const stopped = (tenant: Tenant) => stopTenant(tenant, { ...stop, nowMs: dependencies.now() });
  const current = await dependencies.tenants.get(before.tenantId);
  if (current?.lease?.holder !== poll.holder || current.secretVersion !== before.secretVersion) {
    return release(poll, (tenant) => tenant);
  }
  await dependencies.publish([tenantStopped(dependencies.stage, stopped(before), before)]);
  await release(poll, (tenant) => (tenant.secretVersion === before.secretVersion ? stopped(tenant) : tenant));
  dependencies.count('tenantsStopped');
  dependencies.log.warn('The tenant is no longer polled', stop);
}

/**
 * Ends a poll that could not go on. What was read to its end stays read. Mistakes and answers never seen ring an alarm and
 * are thrown on, after the lease is given back: the tenant stays due, later each time.
 */
export async function giveUpPoll(poll: Poll, error: unknown): Promise<void> {
  const { dependencies } = poll;
  const reaction = pollReaction(error);
  dependencies.log[reaction === 'report' ? 'error' : 'warn']('The poll could not go on', { error, reaction });
  if (reaction === 'recheck-token') return askAgainLater(poll);
  const waitMs = waitAfter(poll, error);
  if (reaction === 'pause') dependencies.count('throttled');
  if (reaction === 'report' || poll.tenant.failures >= FAILURES_TO_REPORT) dependencies.count('pollsFailed');
  await release(poll, (tenant) => {
    const nowMs = dependencies.now();
    const dueAt = nowMs + waitMs;
    const { ratePerMinute } = dependencies.settings;
    const paused = () => pauseRequests(tenant.budget, { nowMs, untilMs: dueAt, ratePerMinute });
    const budget = reaction === 'pause' ? paused() : tenant.budget;
    return { ...tenant, budget, dueAt, failures: tenant.failures + (reaction === 'wait' ? 0 : 1) };
  });
  if (reaction === 'report') throw error;
}

function waitAfter({ dependencies, tenant }: Poll, error: unknown): number {
  if (error instanceof BudgetExhausted) return error.waitMs;
  const seconds = backoffSeconds({
    times: tenant.failures + 1,
    baseSeconds: dependencies.settings.backoffBaseSeconds,
    capSeconds: dependencies.settings.backoffCapSeconds,
    retryAfterSeconds: error instanceof SevdeskThrottled ? error.retryAfterSeconds : undefined,
    random: dependencies.random(),
  });
  return seconds * 1000;
}

/** The token was refused: the tenant is asked again, or is disconnected by now. */
async function askAgainLater(poll: Poll): Promise<void> {
  const { dependencies, tenant } = poll;
  await refuseToken(dependencies, tenant, dependencies.settings.recheckMs);
  await release(poll, (current) => current);
}

/** Writes the end of a poll, if the lease is still ours. */
async function release(poll: Poll, end: (tenant: Tenant) => Tenant): Promise<void> {
  await poll.dependencies.tenants.change(poll.tenant.tenantId, (tenant) => {
    const released = releaseLease(tenant, poll.holder);
    return released && end({ ...released, ...openWishes(poll, tenant), resources: poll.progress });
  });
}
