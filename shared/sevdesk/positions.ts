import type { Resource } from '../domain/resource.ts';
import { concernsOneResource, RequestRejected, SevdeskUnavailable } from '../domain/sevdesk-error.ts';
import { referenceId, type SevdeskRecord } from '../domain/sevdesk-record.ts';
import type { SevdeskClient } from './client.ts';
import { readRecords } from './record-list.ts';

export interface SoughtPositions {
  readonly resource: Resource;
  readonly recordId: string;
  /** Failures that may pass end the poll of this resource; without patience they leave only this document waiting. */
  readonly patient: boolean;
}

/**
 * A document's positions: one call, since no document has more than a page of them. `undefined` for resources without
 * positions; `pending` where sevdesk refuses or fails for this document alone, or answers those of others: its other changes
 * are told all the same, and the positions are asked for again.
 */
export async function fetchPositions(
  client: SevdeskClient,
  { resource, recordId, patient }: SoughtPositions,
): Promise<readonly SevdeskRecord[] | 'pending' | undefined> {
  if (!resource.positions) return undefined;
  const { path, query } = resource.positions(recordId);
  try {
    const answer = await client.call({ path, query: { ...query, limit: '1000' } });
    const { records } = readRecords(answer.objects);
    return records.every((position) => belongsTo(resource, recordId, position)) ? records : 'pending';
  } catch (error) {
    if (concernsThisDocument(error) || (!patient && concernsOneResource(error))) return 'pending';
    throw error;
  }
}

/** sevdesk ignores filters that it does not know, and answers the positions of all documents (measured). */
function belongsTo(resource: Resource, recordId: string, position: SevdeskRecord): boolean {
  const field = resource.name.charAt(0).toLowerCase() + resource.name.slice(1);
  const parentId = referenceId(position, field);
  return parentId === undefined || parentId === recordId;
}

/** A 500 with a message of sevdesk's own often is a refusal, and would come again at every poll. */
function concernsThisDocument(error: unknown): boolean {
  if (error instanceof RequestRejected) return true;
  return error instanceof SevdeskUnavailable && error.said.status === 500 && error.said.message !== undefined;
}
