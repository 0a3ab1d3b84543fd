import type { SnapshotCommit } from '../../shared/aws/snapshots-table.ts';
import { berlinDay } from '../../shared/domain/berlin-time.ts';
import { needsLook, snapshotOf, withoutDueDate } from '../../shared/domain/change.ts';
import type { SevdeskRecord } from '../../shared/domain/sevdesk-record.ts';
import { commitSnapshots } from './commit-snapshots.ts';
import { kindOf, type Reading } from './poll-dependencies.ts';

/**
 * Stores records of a baseline: what was there before we came is no news, and what was overdue then never is. A repeated
 * baseline stores only what differs.
 */
export async function rememberRecords(reading: Reading, records: readonly SevdeskRecord[]): Promise<void> {
  const { poll, resource } = reading;
  const ids = records.map(({ id }) => id);
  const known = await poll.dependencies.snapshots.load(kindOf(reading), ids);
  const today = berlinDay(poll.dependencies.now());
  const commits = records.flatMap((record): SnapshotCommit[] => {
    const previous = known.get(record.id);
    if (previous && !needsLook(resource, record, previous)) return [];
    const snapshot = snapshotOf(resource, { record }, previous);
    const isOverdue = snapshot.dueOn !== undefined && snapshot.dueOn < today;
    return [{ snapshot: isOverdue ? withoutDueDate(snapshot) : snapshot, previousSequence: previous?.sequence }];
  });
  await commitSnapshots(reading, commits);
}
