import type { Publish } from '../aws/event-bus.ts';
import type { SnapshotsTable } from '../aws/snapshots-table.ts';
import type { Snapshot } from '../domain/change.ts';
import { snapshotEvent } from '../domain/change-events.ts';
import type { Resource } from '../domain/resource.ts';

const AT_ONCE = 50;

export interface PublishSnapshotsDependencies {
  readonly stage: string;
  readonly snapshots: Pick<SnapshotsTable, 'all'>;
  readonly publish: Publish;
  readonly now: () => number;
  /** Called with how many are out. */
  readonly onProgress: (published: number) => void;
}

export interface SnapshotWish {
  readonly tenantId: string;
  readonly resource: Resource;
  /** Part of the events' ids: the same for one request, another for the next. */
  readonly request: string;
}

/**
 * Publishes the state of every living record as it was told last, with the sequence of that: a change that is told meanwhile
 * has a higher one. Returns how many. Changes nothing.
 */
export async function publishSnapshots(
  { stage, snapshots, publish, now, onProgress }: PublishSnapshotsDependencies,
  { tenantId, resource, request }: SnapshotWish,
): Promise<number> {
  let published = 0;
  const publishBatch = async (batch: readonly Snapshot[]) => {
    const context = { stage, tenantId, receivedAtMs: now() };
    await publish(batch.map((told) => snapshotEvent(resource, told, context, request)));
    published += batch.length;
    onProgress(published);
  };
  let batch: Snapshot[] = [];
  for await (const snapshot of snapshots.all({ tenantId, resource: resource.name })) {
    if (snapshot.deletedAt === undefined) batch.push(snapshot);
    if (batch.length < AT_ONCE) continue;
    await publishBatch(batch);
    batch = [];
  }
  if (batch.length > 0) await publishBatch(batch);
  return published;
}
