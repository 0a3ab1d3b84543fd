import { isNotFound } from '../../../domain/error-knowledge.ts';
import { UnexpectedAnswer } from '../../../domain/sevdesk-error.ts';
import type { SevdeskRecord } from '../../../domain/sevdesk-record.ts';
import type { SevdeskClient } from '../../client.ts';
import { readRecords } from '../../record-list.ts';

/**
 * One record by its id, as it is now.
 * @throws RequestRejected for one that sevdesk does not have, UnexpectedAnswer when the answer is another one
 */
export async function readRecord(client: SevdeskClient, resource: string, id: string): Promise<SevdeskRecord> {
  const { objects } = await client.call({ path: `${resource}/${id}` });
  const record = readRecords(objects).records.find((row) => row.id === id);
  if (!record) throw new UnexpectedAnswer(`sevdesk answered ${resource} ${id} without it`);
  return record;
}

/** The same, or `undefined` when sevdesk itself says that there is none. */
export async function findRecord(
  client: SevdeskClient,
  resource: string,
  id: string,
): Promise<SevdeskRecord | undefined> {
  try {
    return await readRecord(client, resource, id);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
