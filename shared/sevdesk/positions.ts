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

/** Nothing for resources without positions. */
export interface ReadPositions {
  readonly positions?: readonly SevdeskRecord[] | 'pending';
  /** sevdesk's clock when it answered, in Unix seconds. */
  readonly readAtSeconds?: number | undefined;
}

/**
 * A document's positions: one call, since no document has more than a page of them. `pending` where sevdesk refuses or fails for this document alone, or answers those of others: its other changes
 * are told all the same, and the positions are asked for again.
 */
export async function fetchPositions(
  client: SevdeskClient,
  { resource, recordId, patient }: SoughtPositions,
): Promise<ReadPositions> {
  if (!resource.positions) return {};
  const { path, query } = resource.positions(recordId);
  try {
    const { objects, dateSeconds } = await client.call({ path, query: { ...query, limit: '1000' } });
    const { records } = readRecords(objects);
    const areIts = records.every((position) => belongsTo(resource, recordId, position));
    return areIts ? { positions: records, readAtSeconds: dateSeconds } : PENDING;
  } catch (error) {
    if (concernsThisDocument(error) || (!patient && mayConcernThisDocument(error))) return PENDING;
    throw error;
  }
}

const PENDING: ReadPositions = { positions: 'pending' };

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

function mayConcernThisDocument(error: unknown): boolean {
  return concernsOneResource(error) || error instanceof SevdeskUnavailable;
}
