import type { LedgerEntry } from '../../shared/domain/ledger-entry.ts';
import { aNamedCommand } from './redrive-world.ts';

/** A command that sevdesk refused, as the writer leaves it in the ledger. */
export function aFailedEntry(commandId: string, fields: Partial<LedgerEntry> = {}): LedgerEntry {
  const { tenantId, type } = aNamedCommand(commandId);
  const sevdesk = { status: 404, code: '151', message: 'Contact is missing', exceptionUUID: 'uuid-1' };
  return {
    tenantId,
    commandId,
    type,
    contentHash: 'hash',
    marker: commandId,
    state: 'failed',
    run: 1,
    attempts: 1,
    calls: 1,
    completed: [],
    blamed: 0,
    deferrals: 0,
    receivedAt: 1000,
    activeSince: 1000,
    firstAttemptAt: 1500,
    endedAt: 2000,
    reportedAt: 2000,
    failure: { reason: 'rejected_by_sevdesk', message: 'Contact is missing', retryable: false, sevdesk },
    body: JSON.stringify(aNamedCommand(commandId)),
    revision: 0,
    ...fields,
  };
}
