import type { Resource } from '../domain/resource.ts';
import type { SevdeskRecord } from '../domain/sevdesk-record.ts';
import type { SevdeskClient } from './client.ts';
import { readRecords } from './record-list.ts';

/** A document's positions: one call, since no document has more than a page of them. */
export async function fetchPositions(
  client: SevdeskClient,
  resource: Resource,
  recordId: string,
): Promise<readonly SevdeskRecord[] | undefined> {
  if (!resource.positionsPath) return undefined;
  const answer = await client.call({ path: resource.positionsPath(recordId), query: { limit: '1000' } });
  return readRecords(answer.objects).records;
}
