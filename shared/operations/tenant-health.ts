import type { HeldUp } from '../aws/held-up.ts';
import type { ResourceName } from '../contract/event.ts';
import { rateNow } from '../domain/learned-rate.ts';
import type { Resource } from '../domain/resource.ts';
import { NOTHING_SENT, sentInMinute } from '../domain/sent-requests.ts';
import { isPolled, isPollLate, type StopReason, type Tenant } from '../domain/tenant.ts';
import { type ResourceHealth, resourceHealth, type StageRhythm } from './resource-health.ts';
import { type TenantStatus, tenantStatus } from './tenant-status.ts';

/** How one tenant is doing against what it should, with what waits for it and what it uses. Times in milliseconds. */
export interface TenantHealth extends TenantStatus {
  readonly resources: Partial<Record<ResourceName, ResourceHealth>>;
  /** It is stopped because an operator wanted it so. */
  readonly stoppedOnPurpose: boolean;
  /** A poll is under way. */
  readonly polling: boolean;
  /** Its poll should have begun a while ago. */
  readonly late: boolean;
  readonly lag?: TenantLag | undefined;
  /** Over all resources. */
  readonly records: number;
  readonly requests: RequestUse;
  /** Commands that the ledger knows and that wait; those behind them in the queue are not counted by tenant. */
  readonly commands: Waiting & { readonly putOff: number; readonly parked: number };
  readonly letters: Waiting & { readonly byReason: Readonly<Record<string, number>> };
}

export interface TenantLag {
  readonly seconds: number;
  readonly resource: ResourceName;
}

export interface RequestUse {
  readonly lastMinute: number;
  /** Absent where the stage's rate is unknown. */
  readonly allowedPerMinute?: number;
  /** sevdesk answered 429: nothing is sent before. */
  readonly pausedUntil?: number;
}

/** The oldest first, and no more than a few of them. */
interface Waiting {
  readonly count: number;
  readonly oldest: readonly HeldUp[];
}

export interface HealthFacts {
  readonly resources: readonly Resource[];
  readonly rhythm: StageRhythm;
  readonly nowMs: number;
  /** What of this tenant is held up. */
  readonly heldUp: readonly HeldUp[];
}

const ON_PURPOSE: readonly (StopReason | undefined)[] = ['paused_by_operator', 'disconnected_by_operator'];
const OLDEST_KEPT = 5;

export function tenantHealth(tenant: Tenant, facts: HealthFacts): TenantHealth {
  const { nowMs, heldUp } = facts;
  const parked = heldUp.filter(({ kind }) => kind === 'parked');
  const putOff = heldUp.filter(({ kind }) => kind === 'put_off');
  const letters = heldUp.filter(isLetter);
  const resources = healthOfResources(tenant, facts);
  const known = Object.values(resources).map(({ records = 0 }) => records);
  return {
    ...tenantStatus(tenant, { parked: parked.length, nowMs }),
    resources,
    stoppedOnPurpose: ON_PURPOSE.includes(tenant.reason),
    polling: isPolled(tenant, nowMs),
    late: isPollLate(tenant, nowMs),
    lag: lagOf(resources),
    records: known.reduce((sum, records) => sum + records, 0),
    requests: requestUse(tenant, facts),
    commands: { ...waiting([...putOff, ...parked]), putOff: putOff.length, parked: parked.length },
    letters: { ...waiting(letters), byReason: countReasons(letters) },
  };
}

export function isLetter({ kind }: HeldUp): boolean {
  return kind !== 'parked' && kind !== 'put_off';
}

/** By reason, the most frequent first. */
export function countReasons(letters: readonly HeldUp[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { kind, failure } of letters) {
    const reason = kind === 'unsent' ? 'not_sent' : (failure?.reason ?? 'attempts_exhausted');
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

/** A tenant that was never polled has no resources yet. */
function healthOfResources(tenant: Tenant, { resources, ...at }: HealthFacts): TenantHealth['resources'] {
  const begun = resources.filter(({ name }) => tenant.resources[name] !== undefined);
  return Object.fromEntries(begun.map((resource) => [resource.name, resourceHealth(tenant, resource, at)]));
}

/**
 * The longest time since a complete look. Resources that are polled less often than others count once they are overdue, those that are
 * off do not.
 */
function lagOf(resources: TenantHealth['resources']): TenantLag | undefined {
  const all = Object.entries(resources) as [ResourceName, ResourceHealth][];
  const polled = all.filter(([, { off }]) => !off);
  const shortest = Math.min(...polled.map(([, { everySeconds }]) => everySeconds));
  const lags = polled.flatMap(([resource, { lagSeconds, everySeconds, overdueSeconds }]) =>
    lagSeconds !== undefined && (everySeconds === shortest || overdueSeconds > 0)
      ? [{ seconds: lagSeconds, resource }]
      : [],
  );
  return lags.sort((a, b) => b.seconds - a.seconds)[0];
}

function requestUse({ budget }: Tenant, { rhythm, nowMs }: HealthFacts): RequestUse {
  const { ratePerMinute } = rhythm;
  return {
    lastMinute: sentInMinute(budget.sent ?? NOTHING_SENT, nowMs),
    ...(ratePerMinute !== undefined && { allowedPerMinute: rateNow(budget.learned, { ratePerMinute, nowMs }) }),
    ...(budget.pausedUntil > nowMs && { pausedUntil: budget.pausedUntil }),
  };
}

function waiting(items: readonly HeldUp[]): Waiting {
  return { count: items.length, oldest: items.toSorted((a, b) => a.since - b.since).slice(0, OLDEST_KEPT) };
}
