import { type DeniedAccess, isOff } from './denied-access.ts';

/** Where the polling of one resource stands. Times in milliseconds unless they say otherwise. */
export interface ResourceProgress {
  /** Where the next incremental listing starts, in Unix seconds: the largest `update` seen, never later than sevdesk's clock. */
  readonly cursor?: number;
  /** When the baseline of this resource was complete. */
  readonly baselinedAt?: number;
  /** How many records sevdesk counts, by all we know: those of the last whole listing and those created since. */
  readonly records?: number;
  /** That number may be wrong: list everything at the next probe. */
  readonly recount?: boolean;
  readonly polledAt?: number;
  /** Incremental listings in a row whose records did not add up to sevdesk's own count, or lacked positions. */
  readonly incomplete?: number;
  /** The same of listings of everything; those that did not show a living record, too. */
  readonly incompleteWhole?: number;
  /** When it had its turn in a poll that ended before it was done; else `polledAt` says it. */
  readonly triedAt?: number;
  /** Polls in a row that failed at this resource alone. */
  readonly failed?: number;
  /** sevdesk denies access to it. */
  readonly denied?: DeniedAccess;
  /** When records of it were set aside last with an alarm: once a day is enough. */
  readonly setAsideAt?: number;
  /** Whether `updateAfter` works for this tenant and resource, by the last test. */
  readonly filter?: { readonly testedAt: number; readonly works: boolean };
  /** Polls since sevdesk's count was last compared with ours. */
  readonly unprobed?: number;
  /** When everything was last listed to its end. */
  readonly listedAt?: number;
  /** List everything at the next poll. */
  readonly listNext?: boolean;
  /** Parts of the digest that are valid. Absent: the snapshots know better, and are read instead. */
  readonly digest?: number;
  /** Hash of the only page of the last whole listing, if all that it showed is told. Longer ones are kept beside their digest. */
  readonly page?: string;
  /** Hash of the last incremental answer, when there is nothing left to do about it. */
  readonly answered?: string;
  /** A listing of everything that goes on at the next poll. */
  readonly listing?: UnfinishedListing;
  /** Deletions held back until an operator confirms them. */
  readonly held?: HeldDeletions;
  /** The Berlin day up to which overdue documents were told. */
  readonly overdueOn?: string;
}

/** Where a listing of everything stopped; what it has seen so far is kept beside it. */
export interface UnfinishedListing {
  readonly startedAt: number;
  readonly pausedAt: number;
  /** Parts in which the records seen so far are kept, and how many they are. */
  readonly parts: number;
  readonly seen: number;
  readonly state: ListingState;
}

/** How far a listing of all pages, or of those that changed, got: a value that each page moves on. */
export interface ListingState {
  /** Row at which the next page starts. */
  readonly offset: number;
  readonly unreadable: number;
  /** sevdesk's count at the start, and as the last page said it. */
  readonly firstTotal?: number | undefined;
  readonly lastTotal?: number | undefined;
  /** sevdesk's clock at page 1, in Unix seconds. */
  readonly clockSeconds?: number | undefined;
  readonly largestUpdateMs: number;
  readonly ended: boolean;
}

/** More deletions at once than happen by accident. */
export interface HeldDeletions {
  readonly records: number;
  readonly since: number;
}

/** Whether the baseline has, or can't have, a resource. */
export function isBaselined(progress: ResourceProgress = {}): boolean {
  return progress.baselinedAt !== undefined || isOff(progress);
}

/** Whether a resource was read since, without trouble after it. */
export function isFine({ polledAt, failed, denied }: ResourceProgress, sinceMs: number): boolean {
  return polledAt !== undefined && polledAt >= sinceMs && failed === undefined && denied === undefined;
}
