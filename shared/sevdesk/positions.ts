import type { Resource } from '../domain/resource.ts';
import { RequestRejected, SevdeskUnavailable } from '../domain/sevdesk-error.ts';
import type { SevdeskRecord } from '../domain/sevdesk-record.ts';
import type { SevdeskClient } from './client.ts';
import { readRecords } from './record-list.ts';

/**
 * A document's positions: one call, since no document has more than a page of them. `undefined` for resources without
 * positions; `pending` where sevdesk refuses or fails for this document alone: its other changes are told all the same, and
 * the positions are asked for again.
 */
export async function fetchPositions(
  client: SevdeskClient,
  resource: Resource,
  recordId: string,
): Promise<readonly SevdeskRecord[] | 'pending' | undefined> {
  if (!resource.positionsPath) return undefined;
  try {
    const answer = await client.call({ path: resource.positionsPath(recordId), query: { limit: '1000' } });
    return readRecords(answer.objects).records;
  } catch (error) {
    if (concernsThisDocument(error)) return 'pending';
    throw error;
  }
}

/** A 500 with a message of sevdesk's own often is a refusal, and would come again at every poll. */
function concernsThisDocument(error: unknown): boolean {
  if (error instanceof RequestRejected) return true;
  return error instanceof SevdeskUnavailable && error.said.status === 500 && error.said.message !== undefined;
}
