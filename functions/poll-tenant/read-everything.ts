import { coversStart, cursorAfter, isExact } from '../../shared/sevdesk/listing.ts';
import { believesAnyway } from './incomplete.ts';
import { type Known, knownPages, knownRecords, saveDigest } from './known-records.ts';
import { firstDifference, listOnce } from './list-once.ts';
import { advance, progressOf, type Reading } from './poll-dependencies.ts';
import type { Window } from './read-changes.ts';
import { NOTHING_SETTLED, settleMissing } from './settle-missing.ts';
import type { Listing } from './unfinished-listing.ts';

/** How often an incomplete listing is read in one poll. */
const PASSES = 2;

/**
 * Lists everything: tells what differs from what is known, stores it silently at the baseline, and finds what is missing. Cut
 * short, it goes on at the next poll. `window`: what an incremental listing has just told.
 */
export async function readEverything(reading: Reading, window?: Window): Promise<void> {
  advance(reading, { listNext: true });
  const first = progressOf(reading).listing ? undefined : await firstDifference(reading, await knownPages(reading));
  if (first === 'unchanged') return endUnchanged(reading);
  const known = await knownRecords(reading);
  const sights = new Map(known.sights);
  for (let pass = 1; ; pass += 1) {
    const listing = await listOnce({ reading, known: { ...known, sights }, window }, pass === 1 ? first : undefined);
    // What this pass has told is what the next one compares with: a change that was taken back in between is one, too.
    for (const [id, sight] of listing.seen) sights.set(id, sight);
    advance(reading, { listing: undefined });
    if (coversStart(listing.state, listing.seen.size) || pass === PASSES) return endListing(reading, known, listing);
  }
}

function endUnchanged(reading: Reading): void {
  advance(reading, { ...ENDED, incompleteWhole: undefined, listedAt: reading.poll.dependencies.now() });
}

const ENDED = { listNext: undefined, unprobed: undefined };

async function endListing(reading: Reading, known: Known, listing: Listing): Promise<void> {
  const { state, seen } = listing;
  const { baselinedAt } = progressOf(reading);
  const covered = coversStart(state, seen.size);
  const exact = isExact(state, seen.size);
  const missing = baselinedAt !== undefined && exact ? await settleMissing(reading, known, seen) : NOTHING_SETTLED;
  const unsettled = [...listing.unsettled];
  const whole = covered && unsettled.length === 0 && !missing.isVoid;
  advance(reading, ENDED);
  const ends = whole || believesAnyway(reading, 'incompleteWhole', { covered: covered && !missing.isVoid, unsettled });
  const accounted = isAllAccountedFor(known, seen, missing.forgotten);
  if (ends) moveOn(reading, listing, accounted);
  if (!ends || missing.goesOn) advance(reading, { listNext: true });
  const isSettled = whole && exact && accounted && state.unreadable === 0 && !listing.hasYoung;
  const pages = isSettled ? listing.pages : undefined;
  await saveDigest(reading, known, { sights: difference(known, seen, missing.forgotten), pages });
}

/** Whether every record that was known is listed, or known to be gone. */
function isAllAccountedFor(
  { sights }: Known,
  seen: ReadonlyMap<string, string>,
  forgotten: readonly string[],
): boolean {
  const gone = new Set(forgotten);
  for (const id of sights.keys()) if (!seen.has(id) && !gone.has(id)) return false;
  return true;
}

/** Where a record is left open, the next probe lists again. */
function moveOn(reading: Reading, { state, seen }: Listing, accounted: boolean): void {
  const nowMs = reading.poll.dependencies.now();
  const { baselinedAt = nowMs, cursor } = progressOf(reading);
  advance(reading, {
    incompleteWhole: undefined,
    listedAt: nowMs,
    baselinedAt,
    records: Math.max(state.lastTotal ?? 0, seen.size + state.unreadable),
    recount: accounted ? undefined : true,
    cursor: cursorAfter(state) ?? cursor,
  });
}

function difference({ sights }: Known, seen: ReadonlyMap<string, string>, forgotten: readonly string[]) {
  const news = new Map([...seen].filter(([id, sight]) => sights.get(id) !== sight));
  for (const id of forgotten) news.set(id, '');
  return news;
}
