import type { ResourceName } from '../../shared/contract/event.ts';
import { dueResources, nextPollAt } from '../../shared/domain/cadence.ts';
import { takeLease } from '../../shared/domain/lease.ts';
import { idleRequests } from '../../shared/domain/poll-plan.ts';
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
/** Requests reserved with the lease. */
const MOST_RESERVED = 20;
/** A poll sits out longer waits than a command, which would hold back its tenant's other commands. */
const LONGEST_WAIT_MS = 30_000;

/** A message of the polls queue. */
export interface PollRequest {
  readonly tenantId: string;
  /** When this invocation ends. */
  readonly deadlineMs: number;
}

/**
 * Polls one tenant: takes its lease, notes what it will tell, publishes it, remembers it, and only then moves on. The order
 * protects: a crash at any point repeats events under the same ids and loses none, since intents come before their events,
 * snapshots after them, and cursors follow the snapshots. Whoever does not get the lease stops quietly; what sevdesk refuses ends in a later poll.
 */
export async function pollTenant(dependencies: PollDependencies, request: PollRequest): Promise<void> {
  const { tenantId, deadlineMs } = request;
  const holder = dependencies.newId();
  const { leaseMs, ratePerMinute } = dependencies.settings;
  const tenant = await dependencies.tenants.change(tenantId, (current) => {
    const nowMs = dependencies.now();
    const requests = requestsToReserve(dependencies, current);
    if (requests === 0) return postponed(dependencies, current);
    return takeLease(current, { holder, nowMs, leaseMs, requests, ratePerMinute });
  });
  if (tenant?.lease?.holder !== holder) {
    return dependencies.log.info('Nothing to poll: not due, not connected, or polled by another');
  }
  const fence = tenant.revision;
  const poll: Poll = {
    dependencies,
    tenant,
    holder,
    fence,
    deadlineMs,
    progress: { ...tenant.resources },
    done: new Set(),
  };
  try {
    await pollWithToken(poll);
  } catch (error) {
    if (error instanceof OtherAccount) await stopPolling(poll, { reason: 'other_account', message: error.message });
    else await giveUpPoll(poll, error);
  }
}

/** A tenant that is due while none of its resources is. */
function postponed({ resources, settings, now }: PollDependencies, tenant: Tenant): Tenant | undefined {
  const dueAt = nextPollAt(tenant, Object.values(resources), settings);
  const isFree = tenant.lease === undefined || tenant.lease.untilMs <= now();
  return isFree && tenant.dueAt !== undefined && tenant.dueAt < dueAt ? { ...tenant, dueAt } : undefined;
}

function due(dependencies: PollDependencies, tenant: Tenant): readonly Resource[] {
  const at = { ...dependencies.settings, nowMs: dependencies.now() };
  return dueResources(tenant, Object.values(dependencies.resources), at);
}

/** What an idle poll takes: each request beyond costs a write of its own. Not too many, since commands wait for them. */
function requestsToReserve(dependencies: PollDependencies, tenant: Tenant): number {
  const at = { nowMs: dependencies.now(), probeEvery: dependencies.settings.probeEvery };
  const requests = due(dependencies, tenant).map((resource) => {
    const { [resource.name]: progress = {} } = tenant.resources;
    return idleRequests(resource, progress, { ...at, asked: tenant.asked?.[resource.name] });
  });
  return Math.min(
    MOST_RESERVED,
    requests.reduce((sum, count) => sum + count, 0),
  );
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
  const readings = due(dependencies, tenant).map((resource) => ({ poll, client, resource }));
  const failures: Failure[] = [];
  for (const reading of readings) failures.push(...(await pollOrSkip(reading, startedAt)));
  // What fails at every resource is no trouble of one of them.
  if (failures[0] && failures.length === readings.length) throw failures[0].error;
  for (const { reading } of failures) advance(reading, { polledAt: startedAt });
  const isWhole = Object.keys(dependencies.resources).every((name) => progress[name as ResourceName]?.baselinedAt);
  const completesBaseline = tenant.state === 'baseline' && isWhole;
  if (completesBaseline) await dependencies.publish([baselineCompleted(poll)]);
  await endPoll(poll, completesBaseline ? 'active' : undefined);
  dependencies.count('polls');
}

interface Failure {
  readonly reading: Reading;
  readonly error: unknown;
}

/** A resource that sevdesk fails at must not silence the others: it is left until its next turn. Answers the failure. */
async function pollOrSkip(reading: Reading, startedAt: number): Promise<readonly Failure[]> {
  advance(reading, { triedAt: startedAt });
  try {
    await pollResource(reading, startedAt);
    reading.poll.done.add(reading.resource.name);
    return [];
  } catch (error) {
    if (!concernsOneResource(error)) throw error;
    const { log, count } = reading.poll.dependencies;
    const failed = (progressOf(reading).failed ?? 0) + 1;
    const isStrange = pollReaction(error) === 'report';
    const fields = { resource: reading.resource.name, failed, error };
    log[isStrange ? 'error' : 'warn']('One resource could not be polled', fields);
    if (isStrange || failed >= FAILURES_TO_REPORT) count('pollsFailed');
    advance(reading, { failed });
    return [{ reading, error }];
  }
}
