import { type DigestPage, UNSETTLED } from '../../shared/domain/digest.ts';
import { recordFingerprint, sightOf } from '../../shared/domain/record-content.ts';
import { type SevdeskRecord, updatedAtMs } from '../../shared/domain/sevdesk-record.ts';
import { afterPage, LISTING_START, notSeen } from '../../shared/sevdesk/listing.ts';
import { type Page, readPage } from '../../shared/sevdesk/page.ts';
import { bindAccount } from './bind-account.ts';
import type { Known } from './known-records.ts';
import { advance, progressOf, type Reading } from './poll-dependencies.ts';
import type { Window } from './read-changes.ts';
import { rememberRecords } from './remember-records.ts';
import { setAsideRows } from './set-aside.ts';
import { tellRecords } from './tell-records.ts';
import { type Listing, resumeListing, saveListing } from './unfinished-listing.ts';

/** A listing to be made. */
export interface ListingTask {
  readonly reading: Reading;
  readonly known: Known;
  /** What an incremental listing of this poll has told already. */
  readonly window: Window | undefined;
}

/** One listing under way. */
interface Pass extends ListingTask {
  readonly listing: Listing;
}

/**
 * Reads all pages once, from where an unfinished listing stopped. `firstPage`: what was read of it already. When sevdesk or the
 * time allows no more, what was seen is kept, and the error goes on.
 */
export async function listOnce(task: ListingTask, firstPage?: Page): Promise<Listing> {
  const { reading } = task;
  const listing = (await resumeListing(reading)) ?? newListing(reading);
  let page = firstPage;
  try {
    while (!listing.state.ended) {
      page ??= await readPage(reading.client, reading.resource, pageWish(reading, listing.state.offset));
      await takePage({ ...task, listing }, page);
      page = undefined;
    }
  } catch (error) {
    await saveListing(reading, listing, error);
    throw error;
  }
  return listing;
}

function newListing(reading: Reading): Listing {
  return {
    startedAt: reading.poll.dependencies.now(),
    state: LISTING_START,
    seen: new Map(),
    pages: [],
    saved: { parts: 0, records: 0 },
    unsettled: [],
    hasYoung: false,
  };
}

function pageWish({ poll }: Reading, offset: number, known = '') {
  return { offset, limit: poll.dependencies.settings.pageLimit, known };
}

/**
 * Compares the pages with those of the last listing. `unchanged`: every one is the same, byte for byte, and none was parsed. Answers
 * the first page if it differs, so that it is not asked for twice; nothing if a later one does: then the list is read from its
 * start, since nothing is known of the pages before.
 */
export async function firstDifference(
  reading: Reading,
  pages: readonly DigestPage[],
): Promise<Page | 'unchanged' | undefined> {
  let offset = 0;
  for (const { hash, next } of pages) {
    const page = await readPage(reading.client, reading.resource, pageWish(reading, offset, hash));
    if (!page.unchanged) return offset === 0 ? page : undefined;
    offset = next;
  }
  return pages.length > 0 ? 'unchanged' : undefined;
}

/** Records that look as they are known are done with; the others are told, or remembered while there is no baseline. */
async function takePage(pass: Pass, page: Page): Promise<void> {
  const { reading, known, listing } = pass;
  const { resource } = reading;
  const fresh = notSeen(page.records, listing.seen);
  await bindAccount(reading, fresh);
  setAsideRows(reading, page.unreadable);
  const sights = new Map(fresh.map((record) => [record.id, sightOf(recordFingerprint(record, resource), record)]));
  const unknown = fresh.filter(({ id }) => known.sights.get(id) !== sights.get(id));
  for (const id of await tellOrRemember(pass, unknown, page.receivedAtMs)) sights.set(id, UNSETTLED);
  for (const [id, sight] of sights) listing.seen.set(id, sight);
  listing.state = afterPage(listing.state, page, fresh);
  if (page.hash !== undefined) listing.pages?.push({ hash: page.hash, next: listing.state.offset });
}

/** Answers the ids of records that are to be looked at again. */
async function tellOrRemember(
  { reading, listing, window }: Pass,
  records: readonly SevdeskRecord[],
  receivedAtMs: number,
): Promise<readonly string[]> {
  if (records.length === 0) return [];
  if (progressOf(reading).baselinedAt === undefined) {
    await rememberRecords(reading, records);
    return [];
  }
  const { touched, unsettled, young } = await tellRecords({ ...reading, records, receivedAtMs });
  if (window) checkFilter(reading, touched, window);
  listing.unsettled.push(...unsettled);
  listing.hasYoung ||= young.length > 0;
  return [...unsettled, ...young];
}

/** A change within what the incremental listing has just covered was kept back by the time filter: it is not what it seems. */
function checkFilter(reading: Reading, touched: readonly SevdeskRecord[], { fromSeconds, toSeconds }: Window): void {
  const keptBack = touched.filter((record) => {
    const updatedAt = (updatedAtMs(record) ?? 0) / 1000;
    return updatedAt >= fromSeconds && updatedAt < toSeconds;
  });
  if (keptBack.length === 0) return;
  const { log, now } = reading.poll.dependencies;
  log.warn('The time filter keeps changes back', { resource: reading.resource.name, records: keptBack.length });
  advance(reading, { filter: { testedAt: now(), works: false } });
}
