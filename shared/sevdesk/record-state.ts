import type { Resource } from '../domain/resource.ts';
import { concernsOneResource, RequestRejected, type SevdeskSaid, SevdeskUnavailable } from '../domain/sevdesk-error.ts';
import { scalar } from '../domain/sevdesk-record.ts';
import type { SevdeskClient } from './client.ts';
import { readRecords } from './record-list.ts';

/** `unknown`: sevdesk's answer proves neither. */
export type RecordState = 'exists' | 'deleted' | 'unknown';

const NOT_FOUND = '151';

export interface SoughtRecord {
  readonly resource: Resource;
  readonly recordId: string;
  /** A broken connection ends the poll; without patience it leaves only this record open. */
  readonly patient: boolean;
}

/**
 * Asks sevdesk for one record by its id. Deleted is only what sevdesk says so itself: code 151 in its own envelope, naming
 * this model and id, or a record with `deletedAt` (measured for transactions). A page of a proxy, 401, 403, 5xx or another code
 * say nothing about the record.
 * @throws what concerns more than this record: SevdeskThrottled, TokenRejected, BudgetExhausted
 */
export async function askForRecord(
  client: SevdeskClient,
  { resource, recordId, patient }: SoughtRecord,
): Promise<RecordState> {
  try {
    const { objects } = await client.call({ path: `${resource.path}/${recordId}` });
    const record = readRecords(objects).records.find(({ id }) => id === recordId);
    if (!record) return 'unknown';
    return scalar(record, 'deletedAt') ? 'deleted' : 'exists';
  } catch (error) {
    if (error instanceof RequestRejected) return saysNotFound(resource, recordId, error.said) ? 'deleted' : 'unknown';
    if (concernsOneResource(error) || (!patient && error instanceof SevdeskUnavailable)) return 'unknown';
    throw error;
  }
}

/** Measured: `No Model_Invoice with the id 1 was found`, with 404; documented with 400. */
function saysNotFound({ name }: Resource, recordId: string, { status, code, message = '' }: SevdeskSaid): boolean {
  if (code !== NOT_FOUND || (status !== 404 && status !== 400)) return false;
  return message.split(/\s+/).includes(`Model_${name}`) && message.split(/\s+/).includes(recordId);
}
