import { berlinDay } from '../../shared/domain/berlin-time.ts';
import { type Snapshot, withoutDueDate } from '../../shared/domain/change.ts';
import { overdueEvent } from '../../shared/domain/change-events.ts';
import { commitSnapshots } from './commit-snapshots.ts';
import { advance, kindOf, progressOf, type Reading } from './poll-dependencies.ts';

const AT_ONCE = 50;

/**
 * Tells the documents that became overdue, at the first poll of each Berlin day: sevdesk changes nothing when a due date passes.
 * Each is told once.
 */
export async function tellOverdue(reading: Reading): Promise<void> {
  const { snapshots, now } = reading.poll.dependencies;
  const { baselinedAt, overdueOn } = progressOf(reading);
  const today = berlinDay(now());
  if (!reading.resource.dueDate || baselinedAt === undefined || overdueOn === today) return;
  let ids: string[] = [];
  for await (const id of snapshots.dueBefore(kindOf(reading), today)) {
    ids.push(id);
    if (ids.length < AT_ONCE) continue;
    await tellBatch(reading, ids, today);
    ids = [];
  }
  await tellBatch(reading, ids, today);
  advance(reading, { overdueOn: today });
}

/** The index may be a little old: the snapshots themselves decide. */
async function tellBatch(reading: Reading, ids: readonly string[], today: string): Promise<void> {
  const { snapshots, publish, now, stage, count } = reading.poll.dependencies;
  const known = [...(await snapshots.load(kindOf(reading), ids)).values()];
  const due = known.filter(({ dueOn, deletedAt }) => deletedAt === undefined && dueOn !== undefined && dueOn < today);
  const context = { stage, tenantId: reading.poll.tenant.tenantId, receivedAtMs: now() };
  await publish(due.map((snapshot) => overdueEvent(reading.resource, snapshot, context)));
  await commitSnapshots(reading, due.map(toldCommit));
  count('events', due.length);
}

function toldCommit(snapshot: Snapshot) {
  const { sequence } = snapshot;
  return { snapshot: { ...withoutDueDate(snapshot), sequence: sequence + 1 }, previousSequence: sequence };
}
