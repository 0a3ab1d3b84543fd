import { isAccessDenied } from '../domain/denied-access.ts';
import type { Resource } from '../domain/resource.ts';
import { RequestRejected } from '../domain/sevdesk-error.ts';
import { type SevdeskRecord, updatedAtMs } from '../domain/sevdesk-record.ts';
import type { SevdeskClient } from './client.ts';
import { readRecords } from './record-list.ts';

const DAY_SECONDS = 86_400;

/**
 * Whether this account's list obeys `updateAfter`: nothing can have changed after tomorrow. Only invoices were measured, and
 * sevdesk answers everything to a filter that it does not know.
 */
export async function obeysUpdateAfter(client: SevdeskClient, resource: Resource, nowMs: number): Promise<boolean> {
  const tomorrow = Math.floor(nowMs / 1000) + DAY_SECONDS;
  const query = { ...resource.query, updateAfter: String(tomorrow), limit: '1', countAll: 'true' };
  try {
    const { objects, total } = await client.call({ path: resource.path, query });
    return readRecords(objects).rows === 0 && !total;
  } catch (error) {
    // Access that is denied says nothing about the filter.
    if (error instanceof RequestRejected && !isAccessDenied(error)) return false;
    throw error;
  }
}

/** Whether a page holds a row older than what was asked for: the filter was ignored after all. */
export function isDrifted(records: readonly SevdeskRecord[], updatedAfter: number): boolean {
  return records.some((record) => (updatedAtMs(record) ?? Number.POSITIVE_INFINITY) < updatedAfter * 1000);
}

/** How many records sevdesk counts; `undefined` if it does not say. */
export async function countRecords(client: SevdeskClient, resource: Resource): Promise<number | undefined> {
  const query = { ...resource.query, limit: '1', countAll: 'true' };
  return (await client.call({ path: resource.path, query })).total;
}
