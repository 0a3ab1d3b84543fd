import type { ResourceName } from '../contract/event.ts';
import { type CircuitBreaker, isHalfOpen } from './circuit-breaker.ts';
import type { LoginVerdict } from './login-outage.ts';
import type { RequestBudget } from './request-budget.ts';
import { isBaselined, isFine, type ResourceProgress } from './resource-progress.ts';
import type { TenantSettings } from './tenant-settings.ts';
import { type TenantState, turnEvent } from './tenant-state.ts';

export type { HeldDeletions, ListingState, ResourceProgress } from './resource-progress.ts';
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

export const SECRET_GONE = { reason: 'secret_missing', message: 'The secret with the token is gone.' } as const;

/** A token that was refused. */
export interface RejectedToken {
  readonly version: string;
  readonly at: number;
  readonly held?: Exclude<LoginVerdict, 'revoked'>;
}

export interface Lease {
  /** Who holds it; a new one for each invocation. */
  readonly holder: string;
  readonly untilMs: number;
  /** Requests of the budget that were reserved with it. */
  readonly requests: number;
  /** They may all be sent now. */
  readonly allNow?: boolean;
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
  /** A 401 that waits for its second opinion, or is held since sevdesk's login seems to be out; `at`: the first one. */
  readonly rejected?: RejectedToken | undefined;
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
  /** Calls that sevdesk refused lately. */
  readonly breaker?: CircuitBreaker | undefined;
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

/** When the poll began in which sevdesk last accepted the tenant's token, as far as that is kept; nothing while it is refused. */
export function acceptedAt({ rejected, resources }: Tenant): number | undefined {
  const polledAt = Object.values(resources).map((progress) => (isFine(progress, 0) ? (progress.polledAt ?? 0) : 0));
  const latest = Math.max(0, ...polledAt);
  return rejected || latest === 0 ? undefined : latest;
}

/** Whether its next poll asks for one thing only, and that decides: its token was refused, or too many calls were. */
export function isOnProbation({ rejected, breaker }: Tenant, nowMs: number): boolean {
  return rejected !== undefined || isHalfOpen(breaker, nowMs);
}

/**
 * Where polling stands when nobody can say how far the holder of the lease got: it died, or lost the tenant. Perhaps it had
 * told more than it wrote down, so what only saves work is forgotten. Snapshots and cursors are true at any time.
 */
export function distrusted({ resources }: Tenant): Tenant['resources'] {
  const kept = Object.entries(resources).map(([name, progress]) => {
    const { digest: _digest, page: _page, answered: _answered, listing: _listing, ...rest } = progress;
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
  const baselined = start.resources.every((name) => isBaselined(tenant.resources[name]));
  const started = baselined ? 'active' : 'baseline';
  const state = isConnected(tenant) ? tenant.state : started;
  turnEvent(tenant, state);
  const { reason: _reason, message: _message, rejected: _rejected, ...kept } = tenant;
  return { ...kept, state, since: start.nowMs, failures: 0, dueAt: start.nowMs };
}
