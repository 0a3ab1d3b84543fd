import type { Resource } from './resource.ts';
import type { ResourceProgress, Tenant } from './tenant.ts';

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
  const triedAt = ({ name }: Resource) => tenant.resources[name]?.triedAt ?? 0;
  return [...waiting.sort((a, b) => triedAt(a) - triedAt(b)), ...due.filter(goesOn)];
}

/** When the tenant's next poll is due: as soon as one of its resources is. */
export function nextPollAt(tenant: Tenant, resources: readonly Resource[], settings: CadenceSettings): number {
  return Math.min(...resources.map((resource) => dueAtOf(tenant, resource, settings)));
}

function dueAtOf(tenant: Tenant, resource: Resource, settings: CadenceSettings): number {
  const progress = tenant.resources[resource.name];
  if (progress?.polledAt === undefined || tenant.asked?.[resource.name]) return 0;
  // One that stopped where sevdesk fails comes again in its turn, not at once.
  if (progress.listing && !progress.failed) return 0;
  return progress.polledAt + intervalMs(tenant, resource, settings);
}

function intervalMs(tenant: Tenant, resource: Resource, settings: CadenceSettings): number {
  const progress = tenant.resources[resource.name] ?? {};
  const own = tenant.intervals?.[resource.name];
  const wanted = own === undefined ? settings.intervalMs * resource.everyIntervals : own * 1000;
  return Math.max(wanted, listsEverything(resource, progress) ? leastListingMs(progress, settings) : 0);
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
