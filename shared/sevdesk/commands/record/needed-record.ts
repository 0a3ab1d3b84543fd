import { CommandRefused } from '../../../domain/sevdesk-error.ts';
import type { SevdeskRecord } from '../../../domain/sevdesk-record.ts';
import type { SevdeskClient } from '../../client.ts';
import { findRecord } from './read-record.ts';

/**
 * A record that a command builds on, as it is now.
 * @throws CommandRefused (dependency_missing) where sevdesk has none with this id
 */
export async function neededRecord(client: SevdeskClient, resource: string, id: string): Promise<SevdeskRecord> {
  const record = await findRecord(client, resource, id);
  if (record) return record;
  throw missingRecord(resource, id);
}

export function missingRecord(resource: string, id: string): CommandRefused {
  const message = `sevdesk has no ${resource} ${id}: create it first, or name one that is there.`;
  return new CommandRefused('dependency_missing', message, true);
}
