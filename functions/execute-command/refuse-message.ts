import type { EventData } from '../../shared/contract/event.ts';
import { eventId } from '../../shared/domain/event-id.ts';
import { relayEvent } from '../../shared/domain/relay-event.ts';
import type { MessageOutcome } from '../../shared/lambda/queue-handler.ts';
import type { CommandDependencies, CommandMessage } from './command-dependencies.ts';
import { tenantOfGroup, type Unreadable } from './read-command.ts';

/**
 * Ends a message that never became a command: remembered, copied to the dead letters, told, acknowledged. Each step is
 * repeatable under the message's id. Its commandId stays free, so that a mended command can use it.
 */
export async function refuseMessage(
  dependencies: CommandDependencies,
  message: CommandMessage,
  refused: Unreadable,
): Promise<MessageOutcome> {
  const { messageId, group, body } = message;
  const { failure, commandId } = refused;
  await dependencies.ledger.refuse({ group, messageId, commandId, failure, refusedAt: dependencies.now() });
  await dependencies.sendDeadLetter({
    group: `${group}:${commandId ?? messageId}`,
    deduplicationId: messageId,
    body,
    attempts: 0,
    failure,
  });
  await dependencies.publish([refusalEvent(dependencies, message, refused)]);
  dependencies.count('commandsFailed');
  dependencies.log.warn('The message was refused', { reason: failure.reason, problem: failure.message });
  return { kind: 'done' };
}

function refusalEvent(
  { stage, now }: CommandDependencies,
  { messageId, group }: CommandMessage,
  { failure, commandId, type }: Unreadable,
) {
  const data: EventData<'command.failed'> = {
    ...(commandId && { commandId }),
    ...(type && { type }),
    reason: failure.reason,
    message: failure.message,
    retryable: failure.retryable,
    attempts: 0,
    completed: [],
  };
  return relayEvent({
    id: eventId(group, messageId, 'command.failed'),
    type: 'command.failed',
    stage,
    tenantId: tenantOfGroup(group),
    subject: `Command/${commandId ?? messageId}`,
    time: new Date(now()).toISOString(),
    recordedAtMs: now(),
    correlationId: commandId,
    data,
  });
}
