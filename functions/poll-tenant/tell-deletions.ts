import { deletionOf, type Snapshot } from '../../shared/domain/change.ts';
import { changeEvents } from '../../shared/domain/change-events.ts';
import { commitSnapshots } from './commit-snapshots.ts';
import { distrust, kindOf, type Reading } from './poll-dependencies.ts';

/** Tells that records are gone, then forgets their content. */
export async function tellDeletions(reading: Reading, recordIds: readonly string[]): Promise<void> {
  const { dependencies, tenant } = reading.poll;
  const { publish, snapshots, now, stage, count } = dependencies;
  const known = await snapshots.load(kindOf(reading), recordIds);
  const gone = [...known.values()].filter(({ deletedAt }) => deletedAt === undefined);
  const changes = gone.map((snapshot: Snapshot) => deletionOf(snapshot, now()));
  const context = { stage, tenantId: tenant.tenantId, receivedAtMs: now() };
  const events = changes.flatMap((change) => changeEvents(reading.resource, change, context));
  distrust(reading);
  await publish(events);
  await commitSnapshots(
    reading,
    changes.map(({ next }) => ({ snapshot: next, previousSequence: next.sequence - 1 })),
  );
  count('changes', changes.length);
  count('events', events.length);
}
