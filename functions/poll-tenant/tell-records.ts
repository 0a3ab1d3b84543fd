import type { SnapshotCommit } from '../../shared/aws/snapshots-table.ts';
import { cancelledUnseen, detectChange, needsLook, type Snapshot, snapshotOf } from '../../shared/domain/change.ts';
import { pollReaction } from '../../shared/domain/poll-reaction.ts';
import { cancelledBy, cancellerOf } from '../../shared/domain/record-content.ts';
import type { SevdeskRecord } from '../../shared/domain/sevdesk-record.ts';
import { fetchPositions } from '../../shared/sevdesk/positions.ts';
import { commitSnapshots } from './commit-snapshots.ts';
import { ownCommand } from './own-command.ts';
import { progressOf, type Reading } from './poll-dependencies.ts';
import { setAside } from './set-aside.ts';
import { eventsOf, loadTold, type ToldChange, tellChanges } from './tell-changes.ts';
import { tellOverdueAtOnce } from './tell-overdue.ts';

/** After so many polls in a row that failed at this resource, a document whose positions fail is told without them. */
const MOST_FAILURES = 3;
/** Looks that are told and stored together: what a poll has to do again when it is cut short. */
const LOOKS_AT_ONCE = 20;

/** Records of one answer, to be told. */
export interface Sighting extends Reading {
  readonly records: readonly SevdeskRecord[];
  readonly receivedAtMs: number;
}

/** What telling records came to. */
export interface Told {
  /** The records that deserved a look. */
  readonly touched: readonly SevdeskRecord[];
  readonly created: number;
  /** Records that wait for their positions, or could not be made sense of: they are looked at again. */
  readonly unsettled: readonly string[];
  /** Records whose positions are looked at once more, since their last second was not over. */
  readonly young: readonly string[];
}

/** What looking at one record came to. */
interface Look {
  readonly snapshot: Snapshot;
  /** What is told; a look that found nothing worth an event is stored all the same. */
  readonly change: ToldChange | undefined;
  readonly previousSequence: number | undefined;
}

/** Records under way, and what is known of them. */
interface Telling extends Sighting {
  /** Moves with each batch. */
  readonly known: Map<string, Snapshot>;
  /** Which new record cancels (Storno) which, by the id of the cancelled one. */
  readonly cancellers: ReadonlyMap<string, string>;
}

/**
 * Tells what changed in these records, a few at a time, so that a poll that is cut short has got somewhere. Cancellations come
 * last: they make a change of the record that they cancel, which must be stored before they are.
 */
export async function tellRecords(sighting: Sighting): Promise<Told> {
  const { resource, records } = sighting;
  const known = new Map(await loadTold(sighting, idsOf(records)));
  const touched = records.filter((record) => needsLook(resource, record, known.get(record.id)));
  const cancelling = touched.filter((record) => resource.cancels?.(record));
  const others = touched.filter((record) => !resource.cancels?.(record));
  const telling = { ...sighting, known, cancellers: cancellersAmong(sighting, cancelling, known) };
  const cancelled = await cancelledElsewhere(telling, others);
  const told: Omit<Told, 'touched'>[] = [];
  for (const batch of [...batches([...others, ...cancelled]), ...batches(cancelling)]) {
    told.push(await tellBatch(telling, batch));
  }
  return {
    touched,
    created: told.reduce((sum, { created }) => sum + created, 0),
    unsettled: told.flatMap(({ unsettled }) => unsettled),
    young: told.flatMap(({ young }) => young),
  };
}

function cancellersAmong(
  { resource }: Sighting,
  cancelling: readonly SevdeskRecord[],
  known: ReadonlyMap<string, Snapshot>,
): ReadonlyMap<string, string> {
  const added = cancelling.filter(({ id }) => !known.has(id));
  return new Map(added.map((record) => [resource.cancels?.(record) ?? '', record.id]));
}

/**
 * Records that new cancellations cancel and that are not looked at anyway, as they were told last. One that is not there (yet) may
 * stand on a later page: a note for it is stored, since by then the cancellation is no longer new.
 */
async function cancelledElsewhere(telling: Telling, others: readonly SevdeskRecord[]): Promise<SevdeskRecord[]> {
  const { resource, cancellers, records, known } = telling;
  const looked = new Set(idsOf(others));
  const ids = [...cancellers.keys()].filter((id) => !looked.has(id));
  if (ids.length === 0) return [];
  for (const [id, snapshot] of await loadTold(telling, ids)) known.set(id, snapshot);
  const notes = ids.flatMap((id): SnapshotCommit[] => {
    const snapshot = cancelledUnseen(resource, { recordId: id, cancellerId: cancellers.get(id) ?? '' }, known.get(id));
    return snapshot ? [{ snapshot, previousSequence: known.get(id)?.sequence }] : [];
  });
  await commitSnapshots(telling, notes);
  return ids.flatMap((id) => {
    const snapshot = known.get(id);
    if (!snapshot || snapshot.deletedAt !== undefined) return [];
    return [records.find((record) => record.id === id) ?? snapshot.record];
  });
}

/** Documents are completed with their positions first. */
async function tellBatch(telling: Telling, records: readonly SevdeskRecord[]): Promise<Omit<Told, 'touched'>> {
  const { known } = telling;
  const looks: Look[] = [];
  const aside: string[] = [];
  let ended: unknown;
  for (const record of records) {
    try {
      const look = await lookOrSetAside(telling, record, known.get(record.id));
      if (look) looks.push(look);
      else aside.push(record.id);
    } catch (error) {
      // What was looked at by then is told all the same, or a poll that always ends here would never get further.
      if (pollReaction(error) === 'report') throw error;
      ended = error;
      break;
    }
  }
  const told = await tellChanges(
    telling,
    looks.flatMap(({ change }) => change ?? []),
  );
  const overdue = await tellOverdueAtOnce(telling, told);
  await commitSnapshots(
    telling,
    looks.filter(({ change }) => !change),
  );
  if (ended) throw ended;
  for (const snapshot of [...looks.map(({ snapshot }) => snapshot), ...overdue]) known.set(snapshot.recordId, snapshot);
  const idsOfLooks = (which: (look: Look) => unknown) => looks.filter(which).map(({ snapshot }) => snapshot.recordId);
  return {
    created: looks.filter(({ change }) => change?.intent.kind === 'created').length,
    unsettled: [...aside, ...idsOfLooks(({ snapshot }) => snapshot.positionsPending)],
    young: idsOfLooks(({ snapshot }) => snapshot.lookAgain),
  };
}

/** A record that we can't make sense of must not hold up the others. */
async function lookOrSetAside(
  telling: Telling,
  record: SevdeskRecord,
  previous: Snapshot | undefined,
): Promise<Look | undefined> {
  try {
    return await lookAt(telling, record, previous);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    setAside(telling, { records: 1, recordId: record.id, error });
    return undefined;
  }
}

async function lookAt(telling: Telling, listed: SevdeskRecord, previous: Snapshot | undefined): Promise<Look> {
  const { poll, client, resource, receivedAtMs } = telling;
  const record = withCanceller(telling, listed, previous);
  const patient = Math.max(progressOf(telling).failed ?? 0, poll.tenant.failures) < MOST_FAILURES;
  const current = { record, ...(await fetchPositions(client, { resource, recordId: record.id, patient })) };
  const previousSequence = previous?.sequence;
  const change = detectChange(resource, previous, current);
  if (!change) return { snapshot: snapshotOf(resource, current, previous), change, previousSequence };
  const { kind, next } = change;
  const commandId = await ownCommand(telling, { kind, record: next.record, receivedAtMs });
  const told = { previous, intent: { kind, next, receivedAtMs, commandId } };
  // Made here for the first time: what can't be told is set aside now, before it is noted as something to tell.
  eventsOf(telling, told);
  return { snapshot: next, change: told, previousSequence };
}

/** sevdesk's list does not say what cancels a record: the cancellation does, by its `origin`. */
function withCanceller({ resource, cancellers }: Telling, record: SevdeskRecord, previous: Snapshot | undefined) {
  const id = (previous && cancellerOf(previous.record)) ?? cancellers.get(record.id);
  return id === undefined ? record : cancelledBy(record, resource, id);
}

function* batches(records: readonly SevdeskRecord[]): Generator<readonly SevdeskRecord[]> {
  for (let start = 0; start < records.length; start += LOOKS_AT_ONCE) yield records.slice(start, start + LOOKS_AT_ONCE);
}

function idsOf(records: readonly SevdeskRecord[]): string[] {
  return records.map(({ id }) => id);
}
