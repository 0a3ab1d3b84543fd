import { type DigestPage, foldDigest, UNSETTLED } from '../../shared/domain/digest.ts';
import { pollReaction } from '../../shared/domain/poll-reaction.ts';
import type { ListingState } from '../../shared/domain/tenant.ts';
import { advance, kindOf, progressOf, type Reading } from './poll-dependencies.ts';

/** Rows have shifted too far after so long: the listing starts again. */
const LONGEST_PAUSE_MS = 6 * 3_600_000;

/** A listing of everything, as far as it got. */
export interface Listing {
  readonly startedAt: number;
  state: ListingState;
  /** The sight of every record seen. */
  readonly seen: Map<string, string>;
  /** Its pages; unknown for a listing that went on after a pause. */
  pages: DigestPage[] | undefined;
  /** Parts in which `seen` is kept, and how much of it. */
  readonly saved: { readonly parts: number; readonly records: number };
  /** Records with open ends, of those that this poll has told. */
  readonly unsettled: string[];
  /** Some were read within the second of their last change. */
  hasYoung: boolean;
}

/** The listing that an earlier poll could not finish, if there is one worth going on with. */
export async function resumeListing(reading: Reading): Promise<Listing | undefined> {
  const { listing } = progressOf(reading);
  const { digests, now } = reading.poll.dependencies;
  if (!listing || now() - listing.pausedAt > LONGEST_PAUSE_MS) return undefined;
  const parts = await digests.load(listingKey(reading), listing.parts);
  if (!parts) return undefined;
  const seen = foldDigest(parts);
  return {
    startedAt: listing.startedAt,
    state: listing.state,
    seen,
    pages: undefined,
    saved: { parts: listing.parts, records: seen.size },
    unsettled: [...seen].filter(([, sight]) => sight === UNSETTLED).map(([id]) => id),
    hasYoung: true,
  };
}

/** Keeps what a listing has seen, when the next poll can go on with it. */
export async function saveListing(reading: Reading, listing: Listing, error: unknown): Promise<void> {
  const { digests, now } = reading.poll.dependencies;
  const { state, saved, seen, startedAt } = listing;
  if (pollReaction(error) === 'report' || seen.size === saved.records) return;
  const unsaved = new Map([...seen].slice(saved.records));
  const at = { index: saved.parts, fence: reading.poll.fence };
  const parts = await digests.write(listingKey(reading), { sights: unsaved }, at);
  advance(reading, { listing: { startedAt, pausedAt: now(), parts, seen: seen.size, state } });
}

function listingKey(reading: Reading) {
  return { ...kindOf(reading), use: 'listing' } as const;
}
