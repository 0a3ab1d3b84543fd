import { LARGEST_PAGE } from '../../../shared/sevdesk/page.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';

/** Pages overlap by so many rows, like those of the relay. */
const OVERLAP = 10;

/** Path and query of a page of all invoices, letter by letter as the relay asks for it. */
export function pageAddress(offset: number): string {
  const { path, query } = resources.Invoice;
  const page = { ...query, limit: String(LARGEST_PAGE), offset: String(offset), countAll: 'true' };
  return `${path}?${new URLSearchParams(page)}`;
}

/** Row at which the page after this one starts; `undefined` after the last page. */
export function nextOffset(offset: number, rows: number, total: number): number | undefined {
  return rows === 0 || offset + rows >= total ? undefined : offset + rows - OVERLAP;
}
