import type { ResourceName } from '../contract/event.ts';
import type { RequestBudget } from './request-budget.ts';
import type { TenantSettings } from './tenant-settings.ts';
import { type TenantState, turnEvent } from './tenant-state.ts';

export type { TenantState } from './tenant-state.ts';

/** Why a tenant is not polled, as its event says it, and the state that it is in then. */
const STOP_STATES = {
  token_rejected: 'disconnected',
  access_denied: 'disconnected',
  invalid_secret: 'disconnected',
  secret_missing: 'disconnected',
  disconnected_by_operator: 'disconnected',
  other_account: 'suspended',
  account_taken: 'suspended',
  paused_by_operator: 'paused',
  removed_by_operator: 'removed',
} as const satisfies Record<string, TenantState>;
export type StopReason = keyof typeof STOP_STATES;

/** Where the polling of one resource stands. Times in milliseconds unless they say otherwise. */
export interface ResourceProgress {
  /** Where the next incremental listing starts, in Unix seconds: the largest `update` seen, never later than sevdesk's clock. */
  readonly cursor?: number;
  /** When the baseline of this resource was complete. */
  readonly baselinedAt?: number;
  /** How many records sevdesk counts, by all we know: those of the last whole listing and those created since. */
  readonly records?: number;
  /** That number may be wrong: list everything at the next probe. */
  readonly recount?: boolean;
  readonly polledAt?: number;
  /** Incremental listings in a row whose records did not add up to sevdesk's own count, or lacked positions. */
  readonly incomplete?: number;
  /** The same of listings of everything; those that did not show a living record, too. */
  readonly incompleteWhole?: number;
  /** When a poll began with it last, whatever came of it. */
  readonly triedAt?: number;
  /** Polls in a row that failed at this resource alone. */
  readonly failed?: number;
  /** When records of it were set aside last with an alarm: once a day is enough. */
  readonly setAsideAt?: number;
  /** Whether `updateAfter` works for this tenant and resource, by the last test. */
  readonly filter?: { readonly testedAt: number; readonly works: boolean };
  /** Polls since sevdesk's count was last compared with ours. */
  readonly unprobed?: number;
  /** When everything was last listed to its end. */
  readonly listedAt?: number;
  /** List everything at the next poll. */
  readonly listNext?: boolean;
  /** Parts of the digest that are valid. Absent: the snapshots know better, and are read instead. */
  readonly digest?: number;
  /** Hash of the last incremental answer, when there is nothing left to do about it. */
  readonly answered?: string;
  /** A listing of everything that goes on at the next poll. */
  readonly listing?: UnfinishedListing;
  /** Deletions held back until an operator confirms them. */
  readonly held?: HeldDeletions;
  /** The Berlin day up to which overdue documents were told. */
  readonly overdueOn?: string;
}

/** Where a listing of everything stopped; what it has seen so far is kept beside it. */
export interface UnfinishedListing {
  readonly startedAt: number;
  readonly pausedAt: number;
  /** Parts in which the records seen so far are kept, and how many they are. */
  readonly parts: number;
  readonly seen: number;
  readonly state: ListingState;
}

/** How far a listing of all pages, or of those that changed, got: a value that each page moves on. */
export interface ListingState {
  /** Row at which the next page starts. */
  readonly offset: number;
  readonly unreadable: number;
  /** sevdesk's count at the start, and as the last page said it. */
  readonly firstTotal?: number | undefined;
  readonly lastTotal?: number | undefined;
  /** sevdesk's clock at page 1, in Unix seconds. */
  readonly clockSeconds?: number | undefined;
  readonly largestUpdateMs: number;
  readonly ended: boolean;
}

/** More deletions at once than happen by accident. */
export interface HeldDeletions {
  readonly records: number;
  readonly since: number;
}

export interface Lease {
  /** Who holds it; a new one for each invocation. */
  readonly holder: string;
  readonly untilMs: number;
  /** Requests of the budget that were reserved with it. */
  readonly requests: number;
}

/** All we know of a tenant: one small item, read once and written conditionally. Times in milliseconds. */
export interface Tenant {
  readonly tenantId: string;
  readonly state: TenantState;
  readonly reason?: StopReason | undefined;
  readonly message?: string | undefined;
  readonly since: number;
  /** The version of the secret that was tested last; no other one is used. */
  readonly secretVersion: string;
  /** The sevdesk account that the tenant is bound to: the first SevClient seen. */
  readonly sevClientId?: string | undefined;
  /** Nobody else may have that account: it is claimed for this tenant. */
  readonly accountClaimed?: boolean | undefined;
  /** When the token was tested last. */
  readonly testedAt?: number | undefined;
  /** A 401 that waits for its second opinion. */
  readonly rejected?: { readonly version: string; readonly at: number } | undefined;
  readonly lease?: Lease | undefined;
  readonly budget: RequestBudget;
  readonly resources: Partial<Record<ResourceName, ResourceProgress>>;
  /** Seconds between two polls, for resources whose usual interval does not fit this tenant. */
  readonly intervals?: Partial<Record<ResourceName, number>> | undefined;
  /** When an operator asked for anything last. */
  readonly askedAt?: number | undefined;
  /** What an operator asked to poll now: what is due anyway at a poll, or all records. */
  readonly asked?: Partial<Record<ResourceName, 'look' | 'everything'>> | undefined;
  /** So many deletions of a resource, and no more, may be told although they are very many. */
  readonly confirmed?: Partial<Record<ResourceName, number>> | undefined;
  /** What holds for its documents. */
  readonly settings?: TenantSettings | undefined;
  /** Polls in a row that sevdesk did not answer. */
  readonly failures: number;
  /** When the next poll is due; absent while it is not polled. */
  readonly dueAt?: number | undefined;
  /** Commands of this tenant wait in the ledger; when that was said last. */
  readonly hasParked: boolean;
  readonly parkedAt?: number | undefined;
  /** Rises with each write; every write is conditional on it. */
  readonly revision: number;
}

/** The tenant with the note that commands of it wait in the ledger. */
export function withParked(tenant: Tenant, nowMs: number): Tenant {
  return { ...tenant, hasParked: true, parkedAt: nowMs };
}

/** A poll that is due for longer than this is late. */
const LATE_MS = 60_000;

/** Whether the tenant's poll is overdue and can't start, so that it goes before commands; one that runs is not late. */
export function isPollLate({ dueAt, lease }: Tenant, nowMs: number): boolean {
  return !isPolled({ lease }, nowMs) && dueAt !== undefined && nowMs - dueAt > LATE_MS;
}

/** Whether the tenant is polled and written to. */
export function isConnected({ state }: Tenant): boolean {
  return state === 'baseline' || state === 'active';
}

/**
 * Where polling stands when nobody can say how far the holder of the lease got: it died, or lost the tenant. Perhaps it had
 * told more than it wrote down, so what only saves work is forgotten. Snapshots and cursors are true at any time.
 */
export function distrusted({ resources }: Tenant): Tenant['resources'] {
  const kept = Object.entries(resources).map(([name, progress]) => {
    const { digest: _digest, answered: _answered, listing: _listing, ...rest } = progress;
    return [name, { ...rest, recount: true }];
  });
  return Object.fromEntries(kept);
}

/** Whether a poll of the tenant is under way, as far as anybody can say. */
export function isPolled({ lease }: Pick<Tenant, 'lease'>, nowMs: number): boolean {
  return lease !== undefined && lease.untilMs > nowMs;
}

/**
 * The tenant with an end to its polling. Cursors, snapshots and links stay, so that connecting again re-maps nothing.
 * @throws TransitionRefused
 */
export function stopTenant(tenant: Tenant, stop: { reason: StopReason; message: string; nowMs: number }): Tenant {
  const state = STOP_STATES[stop.reason];
  turnEvent(tenant, state);
  const { lease, dueAt: _dueAt, rejected: _rejected, ...kept } = tenant;
  const resources = lease ? distrusted(tenant) : tenant.resources;
  return { ...kept, resources, state, reason: stop.reason, message: stop.message, since: stop.nowMs };
}

/**
 * The tenant polled from now on, where it stood; what was never listed to its end is baselined.
 * @throws TransitionRefused
 */
export function startTenant(tenant: Tenant, start: { nowMs: number; resources: readonly ResourceName[] }): Tenant {
  const baselined = start.resources.every((name) => tenant.resources[name]?.baselinedAt !== undefined);
  const started = baselined ? 'active' : 'baseline';
  const state = isConnected(tenant) ? tenant.state : started;
  turnEvent(tenant, state);
  const { reason: _reason, message: _message, rejected: _rejected, ...kept } = tenant;
  return { ...kept, state, since: start.nowMs, failures: 0, dueAt: start.nowMs };
}
