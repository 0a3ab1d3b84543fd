import type { Resource } from '../domain/resource.ts';
import type { SevdeskRecord } from '../domain/sevdesk-record.ts';
import type { SevdeskClient } from './client.ts';
import { readRecords } from './record-list.ts';

/** The largest page sevdesk allows (documentation, "Pagination"; enforced since 2025-05-30). */
export const LARGEST_PAGE = 1000;

export interface PageWish {
  /** Row of the list at which the page starts. */
  readonly offset: number;
  readonly limit: number;
  /** Only what changed since, in Unix seconds. Not every list obeys. */
  readonly updatedAfter?: number | undefined;
  /** Hash of the page when it was read last. */
  readonly known: string;
}

export interface Page {
  /** The same bytes as when it was read last: nothing below was read. */
  readonly unchanged: boolean;
  /** Hash of its bytes. */
  readonly hash: string | undefined;
  readonly records: readonly SevdeskRecord[];
  /** Rows without a usable id; they are set aside, the rest goes on. */
  readonly unreadable: number;
  readonly rows: number;
  /** sevdesk's count of the whole list, as this answer says it. */
  readonly total: number | undefined;
  /** sevdesk's clock, in Unix seconds. */
  readonly clockSeconds: number | undefined;
  readonly receivedAtMs: number;
}

/** One page of a resource's list. */
export async function readPage(client: SevdeskClient, resource: Resource, wish: PageWish): Promise<Page> {
  const { updatedAfter, offset, limit, known } = wish;
  const query = {
    ...resource.query,
    ...(updatedAfter !== undefined && { updateAfter: String(updatedAfter) }),
    limit: String(limit),
    offset: String(offset),
    countAll: 'true',
  };
  const answer = await client.call({ path: resource.path, query, knownAnswer: known });
  const { total, dateSeconds, receivedAtMs, hash, unchanged = false } = answer;
  return { ...readRecords(answer.objects), unchanged, hash, total, clockSeconds: dateSeconds, receivedAtMs };
}
