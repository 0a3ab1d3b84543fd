import type { SnapshotCommit } from '../../shared/aws/snapshots-table.ts';
import { kindOf, type Reading } from './poll-dependencies.ts';

/**
 * Stores snapshots after their events are out. A refused commit means that another poller moved the record on: this one lost
 * its lease and must not go on.
 */
export async function commitSnapshots(reading: Reading, commits: readonly SnapshotCommit[]): Promise<void> {
  if (commits.length === 0) return;
  const refused = await reading.poll.dependencies.snapshots.commit(kindOf(reading), commits);
  if (refused.length === 0) return;
  throw new Error(`Another poller has moved on ${refused.length} records of ${reading.resource.name}`);
}
