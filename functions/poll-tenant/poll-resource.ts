import type { Resource } from '../../shared/domain/resource.ts';
import type { SevdeskRecord } from '../../shared/domain/sevdesk-record.ts';
import type { ResourceProgress } from '../../shared/domain/tenant.ts';
import type { SevdeskClient } from '../../shared/sevdesk/client.ts';
import { type ListingEnd, listPages } from '../../shared/sevdesk/listing.ts';
import { sevClientId } from '../../shared/sevdesk/sev-client.ts';
import type { Poll } from './poll-dependencies.ts';
import { setAside } from './set-aside.ts';
import { type PageReading, rememberBaselinePage, tellPage } from './tell-page.ts';

/**
 * How far an incremental listing looks back behind its cursor: timestamps have whole seconds, clocks differ, and a record
 * may show late.
 */
const OVERLAP_SECONDS = 120;
/** So many incomplete listings in a row are believed. */
const MOST_INCOMPLETE = 3;

export type ResourceOutcome =
  | { readonly kind: 'polled'; readonly progress: ResourceProgress }
  /** The token opens another sevdesk account than the one the tenant is bound to. */
  | { readonly kind: 'other-account'; readonly message: string };

/**
 * Reads what changed in one resource since its cursor, page by page; everything, without events, while it has no baseline.
 * The cursor moves only after a complete listing.
 */
export async function pollResource(poll: Poll, client: SevdeskClient, resource: Resource): Promise<ResourceOutcome> {
  const before = poll.progress[resource.name] ?? {};
  const baseline = before.baselinedAt === undefined;
  const since = baseline || before.cursor === undefined ? undefined : before.cursor - OVERLAP_SECONDS;
  const pages = listPages(client, resource, since);
  let pending = 0;
  let next = await pages.next();
  while (!next.done) {
    const stranger = await otherAccount(poll, next.value.records);
    if (stranger) return { kind: 'other-account', message: stranger };
    pending += await readPage({ poll, client, resource, page: next.value }, baseline);
    next = await pages.next();
  }
  return { kind: 'polled', progress: progressAfter({ poll, resource, before }, { ...next.value, pending }) };
}

async function readPage(reading: PageReading, baseline: boolean): Promise<number> {
  const { poll, page, resource } = reading;
  if (page.unreadable > 0) setAside(poll, { resource: resource.name }, page.unreadable);
  return baseline ? rememberBaselinePage(reading) : tellPage(reading);
}

interface ReadResource {
  readonly poll: Poll;
  readonly resource: Resource;
  readonly before: ResourceProgress;
}

/**
 * A listing that is incomplete, or after which positions are still missing, moves nothing: it is read again next time. What
 * stays so is believed after a while, with an alarm: one record, or a count that is never right, must not silence a tenant.
 */
function progressAfter(read: ReadResource, end: ListingEnd & { readonly pending: number }): ResourceProgress {
  const { incomplete = 0, ...kept } = read.before;
  const polledAt = read.poll.dependencies.now();
  const isWhole = end.complete && end.pending === 0;
  if (!isWhole) read.poll.dependencies.log.warn('The listing stayed incomplete', { ...end, times: incomplete + 1 });
  if (!isWhole && incomplete + 1 < MOST_INCOMPLETE) return { ...read.before, incomplete: incomplete + 1, polledAt };
  if (!end.complete) read.poll.dependencies.count('listingsIncomplete');
  if (end.pending > 0) setAside(read.poll, { resource: read.resource.name }, end.pending);
  const cursor = end.cursorSeconds ?? kept.cursor;
  const baselined = kept.baselinedAt === undefined && { baselinedAt: polledAt, records: end.distinct };
  return { ...kept, ...baselined, ...(cursor !== undefined && { cursor }), polledAt };
}

/**
 * Compares the owner of the records with the tenant's account before anything is told or stored; the first owner seen is
 * the tenant's for good.
 */
async function otherAccount(poll: Poll, records: readonly SevdeskRecord[]): Promise<string | undefined> {
  const owner = sevClientId(records);
  if (owner === undefined || owner === poll.tenant.sevClientId) return undefined;
  const bound = await poll.dependencies.tenants.change(poll.tenant.tenantId, (tenant) =>
    tenant.sevClientId === undefined ? { ...tenant, sevClientId: owner } : undefined,
  );
  const account = bound?.sevClientId ?? (await poll.dependencies.tenants.get(poll.tenant.tenantId))?.sevClientId;
  if (account === owner) return undefined;
  return `The token opens the sevdesk account ${owner}, but this tenant is bound to ${account}.`;
}
