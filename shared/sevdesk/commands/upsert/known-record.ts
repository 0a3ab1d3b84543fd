import type { SevdeskRecord } from '../../../domain/sevdesk-record.ts';
import type { StepContext } from '../command-plan.ts';
import { neededRecord } from '../record/needed-record.ts';
import { findRecord } from '../record/read-record.ts';

type Upsert = Pick<StepContext<'contact.upsert' | 'part.upsert'>, 'client' | 'data' | 'linkedId'>;

/**
 * The record that an upsert names by sevdesk's id, or by the caller's own name. One that was created under that name and is gone by
 * now counts as not there: it is created again under the same name.
 * @throws CommandRefused (dependency_missing) for an id that sevdesk does not know
 */
export async function knownRecord(
  { client, data: { id, externalId }, linkedId }: Upsert,
  resource: 'Contact' | 'Part',
): Promise<SevdeskRecord | undefined> {
  if (id !== undefined) return neededRecord(client, resource, id);
  const linked = externalId === undefined ? undefined : await linkedId(resource, externalId);
  return linked === undefined ? undefined : findRecord(client, resource, linked);
}
