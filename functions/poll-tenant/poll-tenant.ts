import { nextPollAt } from '../../shared/domain/cadence.ts';
import { takeLease } from '../../shared/domain/lease.ts';
import { idleRequests } from '../../shared/domain/poll-plan.ts';
import { SECRET_GONE, type Tenant } from '../../shared/domain/tenant.ts';
import { requestSpender, reservedWith } from '../../shared/operations/request-spender.ts';
import { talliedClient } from '../../shared/sevdesk/tallied-client.ts';
import { OtherAccount } from './bind-account.ts';
import type { Poll, PollDependencies } from './poll-dependencies.ts';
import { pollResources, resourcesDue } from './poll-resources.ts';
import { giveUpPoll, postponePoll, stopPolling } from './settle-poll.ts';

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

/** What an idle poll takes: each request beyond costs a write of its own. Not too many, since commands wait for them. */
function requestsToReserve(dependencies: PollDependencies, tenant: Tenant): number {
  const at = { nowMs: dependencies.now(), probeEvery: dependencies.settings.probeEvery };
  const requests = resourcesDue(dependencies, tenant).map((resource) => {
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
