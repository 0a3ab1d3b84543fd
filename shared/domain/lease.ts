import { reserveRequests } from './request-budget.ts';
import { distrusted, isConnected, isPollLate, type Tenant } from './tenant.ts';

/** A message may come this much before its time: SQS delays are whole seconds. */
const EARLY_MS = 2000;

export interface LeaseWish {
  readonly holder: string;
  readonly nowMs: number;
  /** The function's timeout and 30 s, so that an expired lease means a dead holder. */
  readonly leaseMs: number;
  /** Requests that an idle poll takes; they are reserved with the lease. */
  readonly requests: number;
  readonly ratePerMinute: number;
}

/**
 * The tenant with a lease for one poll and its first requests reserved, in one write; `undefined` when there is nothing to
 * do now: not connected, not due (a repeated message), polled by another, paused, or no requests left. It stays due then.
 */
export function takeLease(tenant: Tenant, wish: LeaseWish): Tenant | undefined {
  const { nowMs } = wish;
  const due = isConnected(tenant) && tenant.dueAt !== undefined && tenant.dueAt <= nowMs + EARLY_MS;
  // Our own lease is no obstacle: the write that took it may have been repeated by the SDK.
  const taken = tenant.lease && tenant.lease.untilMs > nowMs && tenant.lease.holder !== wish.holder;
  if (!due || taken) return undefined;
  const { ratePerMinute, requests: wanted } = wish;
  const pollIsLate = isPollLate(tenant, nowMs);
  const reservation = { wanted, purpose: 'poll', ratePerMinute, nowMs, pollIsLate, inAdvance: true } as const;
  const { budget, granted, allNow } = reserveRequests(tenant.budget, reservation);
  if (granted === 0) return undefined;
  const reserved = { requests: granted, ...(allNow && { allNow }) };
  const lease = { holder: wish.holder, untilMs: nowMs + wish.leaseMs, ...reserved };
  return { ...tenant, budget, lease, ...(tenant.lease && { resources: distrusted(tenant) }) };
}

/** The tenant without the lease, if `holder` still holds it; `undefined` if it went to another one meanwhile. */
export function releaseLease(tenant: Tenant, holder: string): Tenant | undefined {
  if (tenant.lease?.holder !== holder) return undefined;
  const { lease: _lease, ...released } = tenant;
  return released;
}
