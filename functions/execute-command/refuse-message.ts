import type { EventData } from '../../shared/contract/event.ts';
import { sizeProblem } from '../../shared/domain/check-command.ts';
import { eventId } from '../../shared/domain/event-id.ts';
import { refusedLetter } from '../../shared/domain/letter-name.ts';
import { relayEvent } from '../../shared/domain/relay-event.ts';
import type { MessageOutcome } from '../../shared/lambda/queue-handler.ts';
import type { CommandDependencies, CommandMessage } from './command-dependencies.ts';
import { tenantOfGroup, type Unreadable } from './read-command.ts';

const CHARACTERS_KEPT = 2000;

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
  const { failure, commandId, type } = refused;
  const refusedAt = dependencies.now();
  await dependencies.ledger.refuse({ group, messageId, commandId, type, body: kept(body), failure, refusedAt });
  const name = refusedLetter({ group, messageId, commandId });
  await dependencies.sendDeadLetter({ ...name, body, attempts: 0, failure });
  await dependencies.publish([refusalEvent(dependencies, message, refused)]);
  dependencies.count('commandsFailed');
  dependencies.log.warn('The message was refused', { reason: failure.reason, problem: failure.message });
  return { kind: 'done' };
}

/** A body that may be a command's is kept whole, so that it can be mended; a larger one would not fit into the ledger. */
function kept(body: string): string {
  return sizeProblem(body) ? body.slice(0, CHARACTERS_KEPT).toWellFormed() : body;
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
