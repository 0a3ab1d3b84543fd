import { recordFingerprint, sightOf } from '../../shared/domain/change.ts';
import { type DigestPage, UNSETTLED } from '../../shared/domain/digest.ts';
import type { SevdeskRecord } from '../../shared/domain/sevdesk-record.ts';
import { afterPage, LISTING_START } from '../../shared/sevdesk/listing.ts';
import { type Page, readPage } from '../../shared/sevdesk/page.ts';
import { bindAccount } from './bind-account.ts';
import type { Known } from './known-records.ts';
import { progressOf, type Reading } from './poll-dependencies.ts';
import { rememberRecords } from './remember-records.ts';
import { setAsideRows } from './set-aside.ts';
import { tellRecords } from './tell-records.ts';
import { type Listing, resumeListing, saveListing } from './unfinished-listing.ts';

/**
 * Reads all pages once, from where an unfinished listing stopped. `firstPage`: what was read of it already. When sevdesk or the
 * time allows no more, what was seen is kept, and the error goes on.
 */
export async function listOnce(reading: Reading, known: Known, firstPage?: Page): Promise<Listing> {
  const listing = (await resumeListing(reading)) ?? newListing(reading);
  let page = firstPage;
  try {
    while (!listing.state.ended) {
      page ??= await readPage(reading.client, reading.resource, pageWish(reading, listing.state.offset));
      await takePage({ reading, known, listing }, page);
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

/** One listing under way. */
interface Pass {
  readonly reading: Reading;
  readonly known: Known;
  readonly listing: Listing;
}

/** Records that look as they are known are done with; the others are told, or remembered while there is no baseline. */
async function takePage({ reading, known, listing }: Pass, page: Page): Promise<void> {
  const { resource } = reading;
  const fresh = page.records.filter(({ id }) => !listing.seen.has(id));
  await bindAccount(reading, fresh);
  setAsideRows(reading, page.unreadable);
  const sights = new Map(fresh.map((record) => [record.id, sightOf(recordFingerprint(record, resource), record)]));
  const unknown = fresh.filter(({ id }) => known.sights.get(id) !== sights.get(id));
  for (const id of await tellOrRemember(reading, unknown, page.receivedAtMs)) sights.set(id, UNSETTLED);
  for (const [id, sight] of sights) listing.seen.set(id, sight);
  listing.state = afterPage(listing.state, page, fresh);
  if (page.hash !== undefined) listing.pages?.push({ hash: page.hash, next: listing.state.offset });
}

/** Answers the ids of records with open ends. */
async function tellOrRemember(
  reading: Reading,
  records: readonly SevdeskRecord[],
  receivedAtMs: number,
): Promise<readonly string[]> {
  if (records.length === 0) return [];
  if (progressOf(reading).baselinedAt === undefined) {
    await rememberRecords(reading, records);
    return [];
  }
  const { unsettled } = await tellRecords({ ...reading, records, receivedAtMs });
  return unsettled;
}
