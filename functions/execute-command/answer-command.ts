import type { EventData, EventType } from '../../shared/contract/event.ts';
import { eventId } from '../../shared/domain/event-id.ts';
import { type CommandFailure, isMarkerFree, turnEntry } from '../../shared/domain/ledger-entry.ts';
import { commandLetter } from '../../shared/domain/letter-name.ts';
import { relayEvent } from '../../shared/domain/relay-event.ts';
import type { MessageOutcome } from '../../shared/lambda/queue-handler.ts';
import type { Work } from './command-dependencies.ts';
import { resultOf } from './next-step.ts';

/** The command took effect: first the ledger, then the world. */
export async function succeed(work: Work): Promise<MessageOutcome> {
  const endedAt = work.dependencies.now();
  const result = resultOf(work);
  const entry = await work.dependencies.ledger.save(
    turnEntry(work.entry, 'succeeded', { result, endedAt, failure: undefined }),
  );
  work.dependencies.count('commandsSucceeded');
  return reportSuccess({ ...work, entry });
}

/** Answers from the ledger, under the same event id each time. */
export async function reportSuccess(work: Pick<Work, 'dependencies' | 'entry'>): Promise<MessageOutcome> {
  const { commandId, type, result } = work.entry;
  if (!result) throw new Error(`The ledger says that ${commandId} succeeded, but not with what`);
  // What steps tell is kept as they told it, maybe by an earlier version.
  const data = { commandId, type, result: { ...result } } as EventData<'command.succeeded'>;
  await work.dependencies.publish([answer(work, 'command.succeeded', data)]);
  return { kind: 'done' };
}

/**
 * The command ends, without effect but for the steps behind it: ledger, dead letters, `command.failed`, in this order, so that a crash in between
 * repeats what is missing.
 */
export async function fail(
  work: Pick<Work, 'dependencies' | 'entry' | 'message'>,
  failure: CommandFailure,
): Promise<MessageOutcome> {
  const { dependencies, entry: before } = work;
  const facts = { failure, endedAt: dependencies.now(), effectUnknown: before.state === 'unknown' };
  const entry = await dependencies.ledger.save(turnEntry(before, 'failed', facts));
  dependencies.count('commandsFailed');
  dependencies.log.warn('The command failed', {
    commandId: entry.commandId,
    reason: failure.reason,
    said: failure.sevdesk,
  });
  return reportFailure({ ...work, entry });
}

/** Completes the report of a failure, or tells it again when the same command is sent again. */
export async function reportFailure(work: Pick<Work, 'dependencies' | 'entry' | 'message'>): Promise<MessageOutcome> {
  const { dependencies, entry, message } = work;
  const { failure, commandId, type, attempts } = entry;
  if (!failure) throw new Error(`The ledger says that ${commandId} failed, but not why`);
  if (entry.reportedAt === undefined) {
    // A marker that is certainly not in sevdesk is free for the command that does it right.
    if (isMarkerFree(entry)) await dependencies.ledger.releaseMarker(entry, commandId);
    await dependencies.sendDeadLetter({ ...commandLetter(entry), body: message.body, attempts, failure });
  }
  const { reason, retryable, sevdesk } = failure;
  const completed = entry.completed.map(({ step, resource, recordId }) => ({ step, resource, recordId }));
  const data = { commandId, type, reason, message: failure.message, retryable, attempts, completed };
  await dependencies.publish([
    answer(work, 'command.failed', { ...data, ...(sevdesk && { sevdesk: { ...sevdesk } }) }),
  ]);
  if (entry.reportedAt === undefined) {
    await dependencies.ledger.save(turnEntry(entry, 'failed', { reportedAt: dependencies.now() }));
  }
  return { kind: 'done' };
}

/** The event that answers a run of a command: one id for each run, type and occasion. */
export function answer<T extends Extract<EventType, `command.${string}`>>(
  { dependencies, entry }: Pick<Work, 'dependencies' | 'entry'>,
  type: T,
  data: EventData<T>,
  occasion?: number,
) {
  const { tenantId, commandId, run } = entry;
  const endedAt = entry.endedAt ?? entry.parkedAt ?? dependencies.now();
  return relayEvent({
    id: eventId(tenantId, commandId, run, type, ...(occasion === undefined ? [] : [occasion])),
    type,
    stage: dependencies.stage,
    tenantId,
    subject: `Command/${commandId}`,
    time: new Date(endedAt).toISOString(),
    recordedAtMs: endedAt,
    correlationId: commandId,
    data,
  });
}
