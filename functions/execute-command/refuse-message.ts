import { sizeProblem } from '../../shared/contract/check-command.ts';
import type { EventData } from '../../shared/contract/event.ts';
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
  const refusedNow = { group, messageId, commandId, type, body: kept(body), failure, refusedAt: dependencies.now() };
  // A repeat after a crash tells the same, and does not bring back what an operator dropped meanwhile.
  const { refusedAt, droppedAt, failure: told } = await dependencies.ledger.refuse(refusedNow);
  const name = refusedLetter({ group, messageId, commandId });
  if (droppedAt === undefined) await dependencies.sendDeadLetter({ ...name, body, attempts: 0, failure: told });
  await dependencies.publish([refusalEvent(dependencies.stage, message, { ...refused, failure: told, refusedAt })]);
  dependencies.count('commandsFailed');
  dependencies.log.warn('The message was refused', { reason: failure.reason, problem: failure.message });
  return { kind: 'done' };
}

/** A body that may be a command's is kept whole, so that it can be mended; a larger one would not fit into the ledger. */
function kept(body: string): string {
  return sizeProblem(body) ? body.slice(0, CHARACTERS_KEPT).toWellFormed() : body;
}

function refusalEvent(
  stage: string,
  { messageId, group }: CommandMessage,
  { failure, commandId, type, refusedAt }: Unreadable & { readonly refusedAt: number },
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
    time: new Date(refusedAt).toISOString(),
    recordedAtMs: refusedAt,
    correlationId: commandId,
    data,
  });
}
