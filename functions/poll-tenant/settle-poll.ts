import type { ResourceName } from '../../shared/contract/event.ts';
import { backoffSeconds } from '../../shared/domain/backoff.ts';
import { nextPollAt, pollLagMs } from '../../shared/domain/cadence.ts';
import { afterCalls, hasOpened, openForMs } from '../../shared/domain/circuit-breaker.ts';
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
    const tenant = {
      ...current,
      ...(state && { state, since: now() }),
      rejected: laterRefusal(poll, current),
      failures: 0,
    };
    return { ...tenant, dueAt: Math.max(now(), nextPollAt(tenant, Object.values(resources), settings)) };
  });
  if (poll.tenant.rejected) await poll.dependencies.tenants.refusals.forget(poll.tenant.tenantId);
}

/** A refusal that somebody else met while this poll went through. */
function laterRefusal({ tenant: before }: Poll, { rejected }: Tenant): Tenant['rejected'] {
  return rejected?.at === before.rejected?.at ? undefined : rejected;
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
    const paused = () =>
      pauseRequests(tenant.budget, { nowMs, untilMs: dueAt, ratePerMinute, refused: poll.tally.throttled });
    const budget = reaction === 'pause' ? paused() : tenant.budget;
    return { ...tenant, budget, dueAt, failures: tenant.failures + (reaction === 'wait' ? 0 : 1) };
  });
  if (reaction === 'report') throw error;
}

/**
 * Tells commands of a 429 at once: what is polled beside it may take a while to end. What it teaches about the rate is learned then.
 */
export async function pauseCommands({ dependencies, tenant }: Poll, throttled: SevdeskThrottled): Promise<void> {
  const { now, tenants, settings } = dependencies;
  const pauseMs = (throttled.retryAfterSeconds ?? settings.backoffBaseSeconds) * 1000;
  await tenants.change(tenant.tenantId, ({ budget, ...current }) => {
    const pausedUntil = Math.max(budget.pausedUntil, now() + pauseMs);
    return { ...current, budget: { ...budget, pausedUntil } };
  });
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
  const { tenants, resources, settings, measure, now, count, log } = poll.dependencies;
  measure('pollLagMs', pollLagMs(poll.tenant, Object.values(resources), { ...settings, nowMs: now() }));
  const stored = await tenants.change(poll.tenant.tenantId, (tenant) => {
    const released = releaseLease(tenant, poll.holder);
    return released && withBreaker(poll, end({ ...released, ...openWishes(poll, tenant), resources: poll.progress }));
  });
  if (!stored || !hasOpened(stored.breaker, poll.tenant.breaker)) return;
  count('breakersOpened');
  log.warn('Too many calls of the tenant were refused: there is a pause', { ...stored.breaker });
}

/** Polls pause for refused calls of their own; those that commands brought about hold up commands only. */
function withBreaker({ dependencies, tally }: Poll, tenant: Tenant): Tenant {
  const nowMs = dependencies.now();
  const breaker = afterCalls(tenant.breaker, tally, { nowMs, unitMs: dependencies.settings.breakerMs });
  const pauseMs = tally.refused > 0 ? openForMs(breaker, nowMs) : 0;
  const isPaused = pauseMs > 0 && tenant.dueAt !== undefined;
  return { ...tenant, breaker, ...(isPaused && { dueAt: Math.max(tenant.dueAt, nowMs + pauseMs) }) };
}
