import type { ResourceName } from '../../shared/contract/event.ts';
import { dueResources, nextPollAt } from '../../shared/domain/cadence.ts';
import { takeLease } from '../../shared/domain/lease.ts';
import { idleRequests } from '../../shared/domain/poll-plan.ts';
import type { Resource } from '../../shared/domain/resource.ts';
import { isBaselined } from '../../shared/domain/resource-progress.ts';
import { SevdeskThrottled } from '../../shared/domain/sevdesk-error.ts';
import { SECRET_GONE, type Tenant } from '../../shared/domain/tenant.ts';
import { requestSpender, reservedWith } from '../../shared/operations/request-spender.ts';
import type { SevdeskClient } from '../../shared/sevdesk/client.ts';
import { talliedClient } from '../../shared/sevdesk/tallied-client.ts';
import { baselineCompleted, baselineStarted } from './baseline-events.ts';
import { OtherAccount } from './bind-account.ts';
import { advance, type Poll, type PollDependencies, type Reading } from './poll-dependencies.ts';
import { endPoll, giveUpPoll, pauseCommands, postponePoll, stopPolling } from './settle-poll.ts';
import { sideBySide, type Turn } from './side-by-side.ts';
import { commonError, type Failure, leaveResource, pollOrSkip } from './skip-resource.ts';

/** Requests reserved with one write, once those of the lease are used up. */
const LOT = 4;
/** Requests reserved with the lease. */
const MOST_RESERVED = 20;
/** A poll sits out longer waits than a command, which would hold back its tenant's other commands. */
const LONGEST_WAIT_MS = 30_000;

/** Resources that are polled side by side: all there are, as a browser does with what is on a page. */
const RESOURCES_AT_ONCE = 12;

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
    tally: { accepted: 0, refused: 0, throttled: 0 },
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
  const stored = await dependencies.tokens.read(tenant.tenantId, tenant.secretVersion);
  if (stored.kind === 'missing') {
    return stopPolling(poll, SECRET_GONE);
  }
  // A version that was not tested may open another account: the sweep tests it first.
  if (stored.version !== tenant.secretVersion || stored.kind !== 'token') {
    return postponePoll(poll, dependencies.settings.recheckMs);
  }
  const client = dependencies.connect(stored.token, spender(poll).spend);
  await pollResources(poll, talliedClient(client, poll.tally));
}

function spender({ dependencies, tenant, deadlineMs }: Poll) {
  return requestSpender({
    ...dependencies,
    tenantId: tenant.tenantId,
    purpose: 'poll',
    ratePerMinute: dependencies.settings.ratePerMinute,
    reserved: reservedWith(tenant),
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
  let paused: Promise<void> | undefined;
  const onThrottled = (error: SevdeskThrottled): Promise<void> => {
    paused ??= pauseCommands(poll, error);
    return paused;
  };
  await sideBySide({
    all: readings,
    atOnce: RESOURCES_AT_ONCE,
    callsAtHand: tenant.lease?.allNow ? tenant.lease.requests : 0,
    work: async (reading, turn) => {
      failures.push(...(await pollOrSkip(inTurn(reading, { turn, startedAt, onThrottled }), startedAt)));
    },
  });
  const error = commonError(readings, failures);
  if (error !== undefined) throw error;
  for (const failure of failures) leaveResource(failure, startedAt);
  const isWhole = Object.keys(dependencies.resources).every((name) => isBaselined(progress[name as ResourceName]));
  const completesBaseline = tenant.state === 'baseline' && isWhole;
  if (completesBaseline) await dependencies.publish([baselineCompleted(poll)]);
  await endPoll(poll, completesBaseline ? 'active' : undefined);
  dependencies.count('polls');
}

interface TurnFacts {
  readonly turn: Turn;
  readonly startedAt: number;
  readonly onThrottled: (error: SevdeskThrottled) => Promise<void>;
}

/** One that waited for its turn has had its try, whatever comes of it; one that was cut short before goes first next time. */
function inTurn(reading: Reading, { turn, startedAt, onThrottled }: TurnFacts): Reading {
  const call: SevdeskClient['call'] = async (wish) => {
    if (await turn()) advance(reading, { triedAt: startedAt });
    try {
      return await reading.client.call(wish);
    } catch (error) {
      if (error instanceof SevdeskThrottled) await onThrottled(error);
      throw error;
    }
  };
  return { ...reading, client: { call } };
}
