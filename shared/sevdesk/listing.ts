import type { Resource } from '../domain/resource.ts';
import { type SevdeskRecord, updatedAtMs } from '../domain/sevdesk-record.ts';
import type { SevdeskClient } from './client.ts';
import { readRecords } from './record-list.ts';

/** The largest page sevdesk allows (documentation, "Pagination"; enforced since 2025-05-30). */
const PAGE_LIMIT = 1000;
/** Rows shift while pages are read (newest first): neighbouring pages overlap, so that none slips through. */
const PAGE_OVERLAP = 10;
/** How often a listing is read before it is given up as incomplete until the next poll. */
const PASSES = 2;

export interface Page {
  readonly records: readonly SevdeskRecord[];
  readonly unreadable: number;
  readonly receivedAtMs: number;
}

/** What a listing came to. */
export interface ListingEnd {
  /** At least as many distinct rows were seen as there were at the start. Enough for changes, not for deletions. */
  readonly complete: boolean;
  /**
   * Where the next incremental listing starts, in Unix seconds: the largest `update` seen, never later than sevdesk's clock
   * at page 1. Undefined when there was nothing to see.
   */
  readonly cursorSeconds: number | undefined;
  readonly distinct: number;
}

interface Pass {
  readonly seen: Set<string>;
  unreadable: number;
  offset: number;
  firstTotal: number | undefined;
  clockSeconds: number | undefined;
  largestUpdateMs: number;
}

/**
 * All pages of a resource, or those changed since `updatedAfter` (Unix seconds). Yields each record at most once per
 * pass, page by page; returns whether the listing was complete. An incomplete one is read once more from its beginning.
 */
export async function* listPages(
  client: SevdeskClient,
  resource: Resource,
  updatedAfter?: number,
): AsyncGenerator<Page, ListingEnd> {
  const since: Record<string, string> = updatedAfter === undefined ? {} : { updateAfter: String(updatedAfter) };
  let end: ListingEnd | undefined;
  for (let pass = 1; pass <= PASSES && !end?.complete; pass += 1) {
    end = yield* readPass(client, resource, since);
  }
  return end as ListingEnd;
}

async function* readPass(
  client: SevdeskClient,
  resource: Resource,
  since: Readonly<Record<string, string>>,
): AsyncGenerator<Page, ListingEnd> {
  const pass: Pass = {
    seen: new Set(),
    unreadable: 0,
    offset: 0,
    firstTotal: undefined,
    clockSeconds: undefined,
    largestUpdateMs: 0,
  };
  for (let rows = 1; rows > 0; ) {
    const query = {
      ...resource.query,
      ...since,
      limit: String(PAGE_LIMIT),
      offset: String(pass.offset),
      countAll: 'true',
    };
    const answer = await client.call({ path: resource.path, query });
    const list = readRecords(answer.objects);
    if (pass.offset === 0) {
      pass.firstTotal = answer.total;
      pass.clockSeconds = answer.dateSeconds;
    }
    const records = newRecords(pass, list.records);
    pass.unreadable += list.unreadable;
    yield { records, unreadable: list.unreadable, receivedAtMs: answer.receivedAtMs };
    rows = isLastPage(pass, { ...list, fresh: records.length, total: answer.total }) ? 0 : list.rows;
    pass.offset += rows - Math.min(PAGE_OVERLAP, Math.floor(rows / 2));
  }
  return passEnd(pass);
}

/**
 * The `total` of that same answer decides. Without one, a page that brings nothing new ends a listing, not a short one.
 */
function isLastPage(
  { offset }: Pass,
  page: { readonly rows: number; readonly fresh: number; readonly total: number | undefined },
): boolean {
  if (page.rows === 0) return true;
  return page.total === undefined ? page.fresh === 0 : offset + page.rows >= page.total;
}

function newRecords(pass: Pass, records: readonly SevdeskRecord[]): SevdeskRecord[] {
  return records.filter((record) => {
    if (pass.seen.has(record.id)) return false;
    pass.seen.add(record.id);
    pass.largestUpdateMs = Math.max(pass.largestUpdateMs, updatedAtMs(record) ?? 0);
    return true;
  });
}

function passEnd({ seen, unreadable, firstTotal, clockSeconds, largestUpdateMs }: Pass): ListingEnd {
  const complete = firstTotal === undefined || seen.size + unreadable >= firstTotal;
  const largestUpdate = largestUpdateMs > 0 ? Math.floor(largestUpdateMs / 1000) : undefined;
  const cursorSeconds = largestUpdate && Math.min(largestUpdate, clockSeconds ?? largestUpdate);
  return { complete, cursorSeconds, distinct: seen.size };
}
