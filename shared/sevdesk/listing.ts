import { type SevdeskRecord, updatedAtMs } from '../domain/sevdesk-record.ts';
import type { ListingState } from '../domain/tenant.ts';
import type { Page } from './page.ts';

/** Rows shift while pages are read (newest first): neighbouring pages overlap, so that none slips through. */
const PAGE_OVERLAP = 10;

export const LISTING_START: ListingState = {
  offset: 0,
  unreadable: 0,
  largestUpdateMs: 0,
  ended: false,
};

/**
 * The listing after one more page, of which `fresh` records were not seen before. It ends when the `total` of that same answer
 * is reached, or on an empty page; without a total, with a page that brings nothing new, not with a short one.
 */
export function afterPage(state: ListingState, page: Page, fresh: readonly SevdeskRecord[]): ListingState {
  const { rows, total } = page;
  const isFirst = state.offset === 0;
  const reached = total === undefined ? fresh.length === 0 : state.offset + rows >= total;
  return {
    offset: state.offset + rows - Math.min(PAGE_OVERLAP, Math.floor(rows / 2)),
    unreadable: state.unreadable + page.unreadable,
    firstTotal: isFirst ? total : state.firstTotal,
    lastTotal: total,
    clockSeconds: isFirst ? page.clockSeconds : state.clockSeconds,
    largestUpdateMs: fresh.reduce((most, record) => Math.max(most, updatedAtMs(record) ?? 0), state.largestUpdateMs),
    ended: rows === 0 || reached,
  };
}

/** The records of a page that were not seen before; a list may hold one twice, also on one page. */
export function notSeen(
  records: readonly SevdeskRecord[],
  seen: Pick<ReadonlySet<string>, 'has'>,
): readonly SevdeskRecord[] {
  return [...new Map(records.map((record) => [record.id, record])).values()].filter(({ id }) => !seen.has(id));
}

/** At least as many distinct rows were seen as there were at the start: no change slipped through. Not enough for deletions. */
export function coversStart({ firstTotal, unreadable }: ListingState, distinct: number): boolean {
  return firstTotal === undefined || distinct + unreadable >= firstTotal;
}

/** Exactly what sevdesk counted was seen, at the start and at the end: a record that is missing is missing. */
export function isExact({ firstTotal, lastTotal, unreadable }: ListingState, distinct: number): boolean {
  return firstTotal !== undefined && firstTotal === lastTotal && distinct + unreadable === firstTotal;
}

/**
 * Where the next incremental listing starts, in Unix seconds: the largest `update` seen, never later than sevdesk's clock at
 * page 1. Undefined when there was nothing to see.
 */
export function cursorAfter({ largestUpdateMs, clockSeconds }: ListingState): number | undefined {
  if (largestUpdateMs === 0) return undefined;
  const largestUpdate = Math.floor(largestUpdateMs / 1000);
  return Math.min(largestUpdate, clockSeconds ?? largestUpdate);
}
