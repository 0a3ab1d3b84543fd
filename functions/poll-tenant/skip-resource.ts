import { deniedOnceMore, isAccessDenied } from '../../shared/domain/denied-access.ts';
import { pollReaction } from '../../shared/domain/poll-reaction.ts';
import { isFine } from '../../shared/domain/resource-progress.ts';
import { concernsOneResource } from '../../shared/domain/sevdesk-error.ts';
import { advance, progressOf, type Reading } from './poll-dependencies.ts';
import { pollResource } from './poll-resource.ts';
import { FAILURES_TO_REPORT } from './settle-poll.ts';

export interface Failure {
  readonly reading: Reading;
  readonly error: unknown;
}

/** A resource that sevdesk fails at must not silence the others: it is left until its next turn. Answers the failure. */
export async function pollOrSkip(reading: Reading, startedAt: number): Promise<readonly Failure[]> {
  try {
    await pollResource(reading, startedAt);
    advance(reading, { triedAt: undefined });
    reading.poll.done.add(reading.resource.name);
    return [];
  } catch (error) {
    if (!concernsOneResource(error)) throw error;
    const { log, count } = reading.poll.dependencies;
    const failed = (progressOf(reading).failed ?? 0) + 1;
    const isStrange = pollReaction(error) === 'report';
    const fields = { resource: reading.resource.name, failed, error };
    log[isStrange ? 'error' : 'warn']('One resource could not be polled', fields);
    // Permissions are the tenant's to mend, and named in its status.
    if (isStrange || (failed >= FAILURES_TO_REPORT && !isAccessDenied(error))) count('pollsFailed');
    advance(reading, { failed, triedAt: undefined });
    return [{ reading, error }];
  }
}

/**
 * The error of a poll at which nothing could be read: no trouble of one resource. Where access is denied to all that was asked for, others
 * that were read before say that it is their own.
 */
export function commonError(readings: readonly Reading[], failures: readonly Failure[]): unknown {
  const [first] = failures;
  if (!first || failures.length < readings.length) return undefined;
  const areDenied = failures.every(({ error }) => isAccessDenied(error));
  return areDenied && someOtherIsFine(first.reading, 0) ? undefined : first.error;
}

/** Leaves a resource until its next turn; off, where access to it stays denied while others are read. */
export function leaveResource({ reading, error }: Failure, startedAt: number): void {
  advance(reading, { polledAt: startedAt });
  if (!isAccessDenied(error)) return;
  const { poll, resource } = reading;
  const { denied: before } = progressOf(reading);
  const alone = someOtherIsFine(reading, before?.since ?? startedAt);
  const denied = deniedOnceMore(before, { message: error.message, nowMs: startedAt, alone });
  advance(reading, { denied });
  // What an operator asked for is answered, too.
  poll.done.add(resource.name);
  if (denied.retryAt === undefined) return;
  poll.dependencies.log.warn('The resource is off: sevdesk denies access to it', {
    resource: resource.name,
    ...denied,
  });
}

/** Whether another resource of the tenant was read since. */
function someOtherIsFine({ poll, resource }: Reading, sinceMs: number): boolean {
  return Object.entries(poll.progress).some(([name, progress]) => name !== resource.name && isFine(progress, sinceMs));
}
