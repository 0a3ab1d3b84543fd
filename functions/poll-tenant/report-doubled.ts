import { eventId } from '../../shared/domain/event-id.ts';
import type { LedgerEntry } from '../../shared/domain/ledger-entry.ts';
import { relayEvent } from '../../shared/domain/relay-event.ts';
import { type SevdeskRecord, scalar } from '../../shared/domain/sevdesk-record.ts';
import type { Reading } from './poll-dependencies.ts';

/**
 * Says that another record than the one a command was answered with carries its marker: sevdesk may carry out a call minutes after its
 * connection broke, which no look before the next call can know. The same event each time it is said.
 */
export async function reportDoubled(
  { poll, resource }: Pick<Reading, 'poll' | 'resource'>,
  { commandId, type, result, completed }: LedgerEntry,
  record: SevdeskRecord,
): Promise<void> {
  const { publish, stage, count, log } = poll.dependencies;
  const { tenantId } = poll.tenant;
  const name = resource.name;
  const first = result?.recordId ?? completed.find((step) => step.resource === name)?.recordId ?? '';
  const message = `${name} ${record.id} carries the marker of ${commandId}, which made ${name} ${first}: a call took effect twice, or somebody copied it. Keep one of them.`;
  const createdAtMs = Date.parse(scalar(record, 'create') ?? '') || 0;
  const event = relayEvent({
    id: eventId(tenantId, commandId, 'command.ambiguous', name, record.id),
    type: 'command.ambiguous',
    stage,
    tenantId,
    subject: `Command/${commandId}`,
    time: new Date(createdAtMs).toISOString(),
    recordedAtMs: createdAtMs,
    correlationId: commandId,
    data: {
      commandId,
      type,
      message,
      records: [first, record.id].map((recordId) => ({ resource: name, recordId })),
    },
  });
  await publish([event]);
  count('recordsDoubled');
  log.error('Two records carry the marker of one command', { commandId, resource: name, ids: [first, record.id] });
}
