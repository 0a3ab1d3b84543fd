import type { RequestedPoll, RequestPolls } from '../../shared/aws/polls-queue.ts';
import type { TenantsTable } from '../../shared/aws/tenants-table.ts';
import type { Log } from '../../shared/domain/log.ts';

export interface SchedulePollsDependencies {
  readonly tenants: Pick<TenantsTable, 'due'>;
  readonly requestPolls: RequestPolls;
  readonly tickMs: number;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Asks for a poll of every tenant that is due before the next tick, each at its own time within the tick. A tenant stays
 * due until a poll went through, so a lost message costs one tick, and a repeated one stops at the lease.
 */
export async function schedulePolls(dependencies: SchedulePollsDependencies): Promise<void> {
  const { tenants, requestPolls, tickMs, log } = dependencies;
  const nowMs = dependencies.now();
  const polls: RequestedPoll[] = [];
  for await (const { tenantId, dueAt } of tenants.due(nowMs + tickMs)) {
    polls.push({ tenantId, delaySeconds: Math.max(0, Math.round((dueAt - nowMs) / 1000)) });
  }
  await requestPolls(polls);
  log.info('Polls were requested', { polls: polls.length });
}
