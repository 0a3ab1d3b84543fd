import type { HeldUp } from '../aws/held-up.ts';
import type { ResourceName } from '../contract/event.ts';
import type { TenantState } from '../domain/tenant.ts';
import type { ResourceHealth } from './resource-health.ts';
import { countReasons, isLetter, type RequestUse, type TenantHealth } from './tenant-health.ts';

/** A stage in numbers. Times in milliseconds. */
export interface StatusTotals {
  readonly tenants: number;
  readonly connected: number;
  readonly late: number;
  readonly states: Readonly<Partial<Record<TenantState, number>>>;
  readonly records: number;
  /** The worst of each interval, the shortest first; of connected tenants only. */
  readonly lags: readonly IntervalLag[];
  readonly requests: RequestTotals;
  readonly commands: {
    readonly putOff: number;
    readonly parked: number;
    readonly oldest?: HeldUp | undefined;
  };
  readonly letters: {
    readonly count: number;
    readonly tenants: number;
    readonly byReason: Readonly<Record<string, number>>;
    readonly oldest?: HeldUp | undefined;
  };
}

export interface IntervalLag {
  readonly everySeconds: number;
  readonly worstSeconds: number;
  readonly tenantId: string;
  readonly resource: ResourceName;
}

export interface RequestTotals extends Pick<RequestUse, 'lastMinute' | 'allowedPerMinute'> {
  /** Tenants that send nothing for a while, since sevdesk answered 429. */
  readonly paused: number;
  /** The tenant that sent most. */
  readonly most?: RequestUse & { readonly tenantId: string };
}

/** `heldUp` may hold more than those of the tenants: a message can be refused for a tenant that there is not. */
export function statusTotals(tenants: readonly TenantHealth[], heldUp: readonly HeldUp[]): StatusTotals {
  const letters = heldUp.filter(isLetter);
  const commands = heldUp.filter((one) => !isLetter(one));
  const parked = commands.filter(({ kind }) => kind === 'parked').length;
  return {
    tenants: tenants.length,
    connected: tenants.filter(({ connected }) => connected).length,
    late: tenants.filter(({ late }) => late).length,
    states: countStates(tenants),
    records: sum(tenants.map(({ records }) => records)),
    lags: worstLags(tenants),
    requests: requestTotals(tenants),
    commands: { putOff: commands.length - parked, parked, oldest: oldestOf(commands) },
    letters: {
      count: letters.length,
      tenants: new Set(letters.map(({ tenantId }) => tenantId)).size,
      byReason: countReasons(letters),
      oldest: oldestOf(letters),
    },
  };
}

function countStates(tenants: readonly TenantHealth[]): StatusTotals['states'] {
  const counts: Partial<Record<TenantState, number>> = {};
  for (const { state } of tenants) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function worstLags(tenants: readonly TenantHealth[]): readonly IntervalLag[] {
  const worst = new Map<number, IntervalLag>();
  for (const { tenantId, resources, connected } of tenants) {
    const all = Object.entries(resources) as [ResourceName, ResourceHealth][];
    for (const [resource, { lagSeconds, everySeconds, off }] of connected ? all : []) {
      if (off || lagSeconds === undefined || lagSeconds <= (worst.get(everySeconds)?.worstSeconds ?? -1)) continue;
      worst.set(everySeconds, { everySeconds, worstSeconds: lagSeconds, tenantId, resource });
    }
  }
  return [...worst.values()].sort((a, b) => a.everySeconds - b.everySeconds);
}

function requestTotals(tenants: readonly TenantHealth[]): RequestTotals {
  const connected = tenants.filter((tenant) => tenant.connected);
  const [most] = connected.toSorted((a, b) => b.requests.lastMinute - a.requests.lastMinute);
  const allowed = connected.map(({ requests }) => requests.allowedPerMinute);
  const known = allowed.filter((rate) => rate !== undefined);
  return {
    lastMinute: sum(tenants.map(({ requests }) => requests.lastMinute)),
    ...(known.length > 0 && { allowedPerMinute: sum(known) }),
    paused: connected.filter(({ requests }) => requests.pausedUntil !== undefined).length,
    ...(most && { most: { tenantId: most.tenantId, ...most.requests } }),
  };
}

function oldestOf(heldUp: readonly HeldUp[]): HeldUp | undefined {
  return heldUp.toSorted((a, b) => a.since - b.since)[0];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
