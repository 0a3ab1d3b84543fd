import { berlinDay } from '../../shared/domain/berlin-time.ts';
import { overdueOf, type Snapshot } from '../../shared/domain/change.ts';
import { advance, kindOf, progressOf, type Reading } from './poll-dependencies.ts';
import { loadTold, tellChanges } from './tell-changes.ts';

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

/**
 * Tells those that were overdue already when they were opened, or given a shorter term: today's question may have been asked before.
 * Answers their snapshots as they are stored now.
 */
export async function tellOverdueAtOnce(reading: Reading, told: readonly Snapshot[]): Promise<readonly Snapshot[]> {
  const nowMs = reading.poll.dependencies.now();
  const due = told.filter(isDueBefore(berlinDay(nowMs)));
  return tellChanges(
    reading,
    due.map((previous) => ({ previous, intent: overdueOf(previous, nowMs) })),
  );
}

/** The index may be a little old: the snapshots themselves decide. */
async function tellBatch(reading: Reading, ids: readonly string[], today: string): Promise<void> {
  const known = [...(await loadTold(reading, ids)).values()];
  const due = known.filter(isDueBefore(today));
  const nowMs = reading.poll.dependencies.now();
  const { digest, page, answered, recount } = progressOf(reading);
  await tellChanges(
    reading,
    due.map((previous) => ({ previous, intent: overdueOf(previous, nowMs) })),
  );
  // Told as it was seen: what lists show of it is still what is known.
  advance(reading, { digest, page, answered, recount });
}

function isDueBefore(today: string): (snapshot: Snapshot) => boolean {
  return ({ dueOn, deletedAt }) => deletedAt === undefined && dueOn !== undefined && dueOn < today;
}
