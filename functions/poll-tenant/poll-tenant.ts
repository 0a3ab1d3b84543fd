import type { ResourceName } from '../../shared/contract/event.ts';
import { dueResources } from '../../shared/domain/cadence.ts';
import { takeLease } from '../../shared/domain/lease.ts';
import { pollReaction } from '../../shared/domain/poll-reaction.ts';
import type { Resource } from '../../shared/domain/resource.ts';
import { concernsOneResource } from '../../shared/domain/sevdesk-error.ts';
import type { Tenant } from '../../shared/domain/tenant.ts';
import { requestSpender } from '../../shared/operations/request-spender.ts';
import type { SevdeskClient } from '../../shared/sevdesk/client.ts';
import { baselineCompleted, baselineStarted } from './baseline-events.ts';
import { OtherAccount } from './bind-account.ts';
import { advance, type Poll, type PollDependencies, progressOf, type Reading } from './poll-dependencies.ts';
import { pollResource } from './poll-resource.ts';
import { endPoll, FAILURES_TO_REPORT, giveUpPoll, postponePoll, stopPolling } from './settle-poll.ts';

/** Requests reserved with one write, once those of the lease are used up. */
const LOT = 4;
/** A poll sits out longer waits than a command, which would hold back its tenant's other commands. */
const LONGEST_WAIT_MS = 30_000;

/** A message of the polls queue. */
export interface PollRequest {
  readonly tenantId: string;
  /** When this invocation ends. */
  readonly deadlineMs: number;
}

/**
 * Polls one tenant: takes its lease, publishes what changed, remembers it, and only then moves on. The order protects: a
 * crash at any point repeats events under the same ids and loses none, since snapshots follow their events and cursors
 * follow the snapshots. Whoever does not get the lease stops quietly; what sevdesk refuses ends in a later poll.
 */
export async function pollTenant(dependencies: PollDependencies, request: PollRequest): Promise<void> {
  const { tenantId, deadlineMs } = request;
  const holder = dependencies.newId();
  const { leaseMs, ratePerMinute } = dependencies.settings;
  const tenant = await dependencies.tenants.change(tenantId, (current) => {
    const nowMs = dependencies.now();
    const requests = due(dependencies, current).length;
    return takeLease(current, { holder, nowMs, leaseMs, requests, ratePerMinute });
  });
  if (!tenant) return dependencies.log.info('Nothing to poll: not due, not connected, or polled by another');
  const fence = tenant.revision;
  const poll: Poll = { dependencies, tenant, holder, fence, deadlineMs, progress: { ...tenant.resources } };
  try {
    await pollWithToken(poll);
  } catch (error) {
    if (error instanceof OtherAccount) await stopPolling(poll, { reason: 'other_account', message: error.message });
    else await giveUpPoll(poll, error);
  }
}

function due(dependencies: PollDependencies, tenant: Tenant): readonly Resource[] {
  const at = { ...dependencies.settings, nowMs: dependencies.now() };
  return dueResources(tenant, Object.values(dependencies.resources), at);
}

async function pollWithToken(poll: Poll): Promise<void> {
  const { dependencies, tenant } = poll;
  // A refused token may have been replaced: another container of this function may keep the old one.
  if (tenant.rejected) dependencies.tokens.forget(tenant.tenantId);
  const stored = await dependencies.tokens.read(tenant.tenantId);
  if (stored.kind === 'missing') {
    return stopPolling(poll, { reason: 'secret_missing', message: 'The secret with the token is gone.' });
  }
  // A version that was not tested may open another account: the sweep tests it first.
  if (stored.version !== tenant.secretVersion || stored.kind !== 'token') {
    dependencies.tokens.forget(tenant.tenantId);
    return postponePoll(poll, dependencies.settings.recheckMs);
  }
  await pollResources(poll, dependencies.connect(stored.token, spender(poll).spend));
}

function spender({ dependencies, tenant, deadlineMs }: Poll) {
  return requestSpender({
    ...dependencies,
    tenantId: tenant.tenantId,
    purpose: 'poll',
    ratePerMinute: dependencies.settings.ratePerMinute,
    reserved: { requests: tenant.lease?.requests ?? 0, budget: tenant.budget },
    lot: LOT,
    longestWaitMs: LONGEST_WAIT_MS,
    deadlineMs,
  });
}

async function pollResources(poll: Poll, client: SevdeskClient): Promise<void> {
  const { dependencies, tenant, progress } = poll;
  const startedAt = dependencies.now();
  if (tenant.state === 'baseline') await dependencies.publish([baselineStarted(poll)]);
  const failures: unknown[] = [];
  const readings = due(dependencies, tenant).map((resource) => ({ poll, client, resource }));
  for (const reading of readings) failures.push(...(await pollOrSkip(reading, startedAt)));
  // What fails at every resource is no trouble of one of them.
  if (failures.length > 0 && failures.length === readings.length) throw failures[0];
  const isWhole = Object.keys(dependencies.resources).every((name) => progress[name as ResourceName]?.baselinedAt);
  const completesBaseline = tenant.state === 'baseline' && isWhole;
  if (completesBaseline) await dependencies.publish([baselineCompleted(poll)]);
  await endPoll(poll, completesBaseline ? 'active' : undefined);
  dependencies.count('polls');
}

/** A resource that sevdesk fails at must not silence the others: it is left until its next turn. Answers the failure. */
async function pollOrSkip(reading: Reading, startedAt: number): Promise<readonly unknown[]> {
  try {
    await pollResource(reading, startedAt);
    return [];
  } catch (error) {
    if (!concernsOneResource(error)) throw error;
    const { log, count } = reading.poll.dependencies;
    const failed = (progressOf(reading).failed ?? 0) + 1;
    const isStrange = pollReaction(error) === 'report';
    const fields = { resource: reading.resource.name, failed, error };
    log[isStrange ? 'error' : 'warn']('One resource could not be polled', fields);
    if (isStrange || failed >= FAILURES_TO_REPORT) count('pollsFailed');
    advance(reading, { failed, polledAt: startedAt });
    return [error];
  }
}
