import type { Resource } from './resource.ts';
import { isOnProbation, type ResourceProgress, type Tenant } from './tenant.ts';
import { tenantHash } from './tenant-hash.ts';

/** A poll may begin this much before its time: SQS delays are whole seconds. */
const EARLY_MS = 2000;
/** Rows that one page adds to a listing: 1000, less those that overlap. */
const ROWS_PER_CALL = 990;
/** Each resource's listings of everything take at most this part of a tenant's requests. */
const LISTING_SHARE = 1 / 4;

/** What a tenant's intervals may be set to, in seconds: a minute is the schedule's own step. */
export const INTERVAL_BOUNDS = { least: 60, most: 86_400 } as const;

export interface CadenceSettings {
  /** The stage's interval; 0 is "at every tick". */
  readonly intervalMs: number;
  readonly ratePerMinute: number;
}

/**
 * The resources that a poll looks at now, the longest waiting first; those whose listing goes on come last, so that they
 * keep nobody waiting.
 */
export function dueResources(
  tenant: Tenant,
  resources: readonly Resource[],
  at: CadenceSettings & { readonly nowMs: number },
): readonly Resource[] {
  const due = resources.filter((resource) => {
    return dueAtOf(tenant, resource, at) <= at.nowMs + EARLY_MS;
  });
  const goesOn = ({ name }: Resource) => tenant.resources[name]?.listing !== undefined;
  const waiting = due.filter((resource) => !goesOn(resource));
  // By the last try: one that takes more than a poll has would be first for ever, and the others never polled.
  const lastTry = ({ name }: Resource) => {
    const { triedAt, polledAt = 0 } = tenant.resources[name] ?? {};
    return triedAt ?? polledAt;
  };
  const turns = [...waiting.sort((a, b) => lastTry(a) - lastTry(b)), ...due.filter(goesOn)];
  return isOnProbation(tenant, at.nowMs) ? onlyOne(tenant, turns.length > 0 ? turns : resources) : turns;
}

/** One that gave no trouble, where there is one. */
function onlyOne(tenant: Tenant, resources: readonly Resource[]): readonly Resource[] {
  const one = resources.find(({ name }) => tenant.resources[name]?.failed === undefined) ?? resources[0];
  return one ? [one] : [];
}

/** When the tenant's next poll is due: as soon as one of its resources is. */
export function nextPollAt(tenant: Tenant, resources: readonly Resource[], settings: CadenceSettings): number {
  return Math.min(...resources.map((resource) => dueAtOf(tenant, resource, settings)));
}

/**
 * How long the resource that has waited longest has been due: since its turn, or since the tenant was due where it has none (it goes on,
 * or was asked for). A pause after trouble is part of it; the time before the tenant was last connected is not.
 */
export function pollLagMs(
  tenant: Tenant,
  resources: readonly Resource[],
  at: CadenceSettings & { readonly nowMs: number },
): number {
  const turns = resources.map((resource) => dueAtOf(tenant, resource, at)).filter((turn) => turn > 0);
  const dueAt = Math.min(tenant.dueAt ?? at.nowMs, ...turns);
  return Math.max(0, at.nowMs - Math.max(dueAt, tenant.since));
}

/** When a resource is due; 0: at the next poll, whenever that is. */
export function dueAtOf(tenant: Tenant, resource: Resource, settings: CadenceSettings): number {
  const progress = tenant.resources[resource.name];
  if (tenant.asked?.[resource.name]) return 0;
  if (progress?.denied?.retryAt !== undefined) return progress.denied.retryAt;
  if (progress?.polledAt === undefined) return 0;
  // One that stopped where sevdesk fails comes again in its turn, not at once.
  if (progress.listing && !progress.failed) return 0;
  const wantedMs = wantedIntervalMs(tenant, resource, settings);
  const leastMs = listsEverything(resource, progress) ? leastListingMs(progress, settings) : 0;
  return Math.max(turnAfter(progress.polledAt, wantedMs, tenant), progress.polledAt + leastMs);
}

/**
 * The tenant's last turn within an interval. Its id decides when its turns are, so that tenants that were polled at the same moment, after
 * they were connected or after an outage, are polled apart from then on; and a poll that came late does not move the next one.
 */
function turnAfter(polledAt: number, everyMs: number, { tenantId }: Tenant): number {
  if (everyMs === 0) return polledAt;
  const latest = polledAt + everyMs + EARLY_MS;
  return latest - ((latest - (tenantHash(tenantId) % everyMs)) % everyMs);
}

function wantedIntervalMs(tenant: Tenant, resource: Resource, settings: CadenceSettings): number {
  const own = tenant.intervals?.[resource.name];
  return own === undefined ? settings.intervalMs * resource.everyIntervals : own * 1000;
}

/** How often the resource is polled. */
export function pollEveryMs(tenant: Tenant, resource: Resource, settings: CadenceSettings): number {
  const progress = tenant.resources[resource.name] ?? {};
  const leastMs = listsEverything(resource, progress) ? leastListingMs(progress, settings) : 0;
  return Math.max(wantedIntervalMs(tenant, resource, settings), leastMs);
}

/** Whether each poll reads all records: by its row, or because the time filter was found not to work. */
export function listsEverything(resource: Resource, { filter }: ResourceProgress): boolean {
  return resource.strategy === 'listing' || filter?.works === false;
}

/** Calls that a listing of everything takes, by the records known. */
export function listingCalls({ records = 0 }: Pick<ResourceProgress, 'records'>): number {
  return Math.ceil(records / ROWS_PER_CALL);
}

/** The shortest time from one listing of so many records to the next. */
export function leastListingMs(
  progress: Pick<ResourceProgress, 'records'>,
  { ratePerMinute }: Pick<CadenceSettings, 'ratePerMinute'>,
): number {
  return ((listingCalls(progress) / LISTING_SHARE) * 60_000) / ratePerMinute;
}
