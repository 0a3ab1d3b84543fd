import type { RelayEvent } from '../../shared/contract/event.ts';
import { type Intent, intentOf, type Snapshot } from '../../shared/domain/change.ts';
import { eventsOfIntent } from '../../shared/domain/change-events.ts';
import { commitSnapshots } from './commit-snapshots.ts';
import { distrust, kindOf, type Reading } from './poll-dependencies.ts';

/** A change to be told of a record, and what was told of it last. */
export interface ToldChange {
  readonly previous: Snapshot | undefined;
  readonly intent: Intent;
}

/**
 * Tells changes: what will be told is written down **first**, then published, then stored as told. A crash before the events
 * went out, or after, tells the same changes under the same ids and sequences when the record is looked at next, whatever has become of
 * it in sevdesk meanwhile; what came after is a change of its own. Answers the snapshots as they are stored now.
 */
export async function tellChanges(reading: Reading, changes: readonly ToldChange[]): Promise<readonly Snapshot[]> {
  if (changes.length === 0) return [];
  distrust(reading);
  await commitSnapshots(
    reading,
    changes.map(({ previous, intent }) => ({
      snapshot: intentOf(previous, intent),
      previousSequence: previous?.sequence,
    })),
  );
  return publishIntents(reading, changes);
}

/** Tells what an earlier poll wanted to tell and perhaps did not. Answers all snapshots, without intents. */
export async function tellIntents(
  reading: Reading,
  known: ReadonlyMap<string, Snapshot>,
): Promise<ReadonlyMap<string, Snapshot>> {
  const open = [...known.values()].flatMap((previous) =>
    previous.telling ? [{ previous, intent: previous.telling }] : [],
  );
  if (open.length === 0) return known;
  distrust(reading);
  const settled = await publishIntents(reading, open);
  return new Map([...known, ...settled.map((snapshot): [string, Snapshot] => [snapshot.recordId, snapshot])]);
}

/** Loads what is known of records, once nothing is left untold of them. */
export async function loadTold(reading: Reading, recordIds: readonly string[]): Promise<ReadonlyMap<string, Snapshot>> {
  return tellIntents(reading, await reading.poll.dependencies.snapshots.load(kindOf(reading), recordIds));
}

/** The events of a change. @throws TypeError, RangeError for a record that no row of ours can make sense of */
export function eventsOf({ poll, resource }: Reading, { previous, intent }: ToldChange): readonly RelayEvent[] {
  const place = { stage: poll.dependencies.stage, tenantId: poll.tenant.tenantId };
  return eventsOfIntent(resource, { previous, intent, place });
}

async function publishIntents(reading: Reading, changes: readonly ToldChange[]): Promise<readonly Snapshot[]> {
  const { publish, count } = reading.poll.dependencies;
  const events = changes.flatMap((change) => eventsOf(reading, change));
  await publish(events);
  const commits = changes.map(({ previous, intent }) => ({
    snapshot: intent.next,
    previousSequence: previous?.sequence ?? 0,
  }));
  await commitSnapshots(reading, commits);
  count('changes', changes.length);
  return commits.map(({ snapshot }) => snapshot);
}
