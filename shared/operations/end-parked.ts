import type { Publish } from '../aws/event-bus.ts';
import type { LedgerTable } from '../aws/ledger-table.ts';
import type { RelayEvent } from '../contract/event.ts';
import { eventId } from '../domain/event-id.ts';
import type { LedgerEntry } from '../domain/ledger-entry.ts';
import { relayEvent } from '../domain/relay-event.ts';

export interface EndDependencies {
  readonly stage: string;
  readonly ledger: Pick<LedgerTable, 'inState'>;
  readonly publish: Publish;
  readonly now: () => number;
}

const REMOVED = 'The tenant was removed with all that was known of it, while the command waited for it.';
const UNKNOWN = 'Whether an earlier call of it took effect is not known: look into sevdesk.';

/** Answers the commands that wait for a tenant which will not come back, before the ledger forgets them. */
export async function endParked({ stage, ledger, publish, now }: EndDependencies, tenantId: string): Promise<void> {
  for await (const entry of ledger.inState(tenantId, 'parked')) await publish([failed(stage, entry, now())]);
}

/** The id is that of any answer to this run of the command. */
function failed(stage: string, entry: LedgerEntry, nowMs: number): RelayEvent {
  const { tenantId, commandId, run, type, attempts, effectUnknown, completed } = entry;
  return relayEvent({
    id: eventId(tenantId, commandId, run, 'command.failed'),
    type: 'command.failed',
    stage,
    tenantId,
    subject: `Command/${commandId}`,
    time: new Date(nowMs).toISOString(),
    recordedAtMs: nowMs,
    correlationId: commandId,
    data: {
      commandId,
      type,
      reason: 'tenant_unknown',
      message: effectUnknown ? `${REMOVED} ${UNKNOWN}` : REMOVED,
      retryable: false,
      attempts,
      completed: completed.map(({ step, resource, recordId }) => ({ step, resource, recordId })),
    },
  });
}
