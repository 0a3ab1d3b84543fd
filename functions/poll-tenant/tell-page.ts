import type { SnapshotCommit } from '../../shared/aws/snapshots-table.ts';
import type { RelayEvent } from '../../shared/contract/event.ts';
import { type Change, detectChange, needsLook, type Snapshot, snapshotOf } from '../../shared/domain/change.ts';
import { changeEvents } from '../../shared/domain/change-events.ts';
import type { Resource } from '../../shared/domain/resource.ts';
import type { SevdeskRecord } from '../../shared/domain/sevdesk-record.ts';
import type { SevdeskClient } from '../../shared/sevdesk/client.ts';
import type { Page } from '../../shared/sevdesk/listing.ts';
import { fetchPositions } from '../../shared/sevdesk/positions.ts';
import type { Poll } from './poll-dependencies.ts';
import { setAside } from './set-aside.ts';

/** Looks that are told and stored together: what a poll has to do again when it is cut short. */
const LOOKS_AT_ONCE = 20;

/** What a page of records is read with. */
export interface PageReading {
  readonly poll: Poll;
  readonly client: SevdeskClient;
  readonly resource: Resource;
  readonly page: Page;
}

/** What looking at one record came to. */
interface Look {
  readonly commit: SnapshotCommit;
  readonly events: readonly RelayEvent[];
}

/** Stores a page of a baseline: what was there before we came is no news. A repeated baseline stores only what differs. */
export async function rememberBaselinePage({ poll, resource, page }: PageReading): Promise<number> {
  const known = await poll.dependencies.snapshots.load(kindOf(poll, resource), idsOf(page.records));
  const commits = page.records.flatMap((record): SnapshotCommit[] => {
    const previous = known.get(record.id);
    if (previous && !needsLook(resource, record, previous)) return [];
    return [{ snapshot: snapshotOf(resource, { record }, previous), previousSequence: previous?.sequence }];
  });
  await commit({ poll, resource }, commits);
  return 0;
}

/**
 * Tells what changed in a page, a few records at a time, so that a poll that is cut short has got somewhere. Answers how many
 * records wait for their positions.
 */
export async function tellPage(reading: PageReading): Promise<number> {
  const { poll, resource, page } = reading;
  const known = await poll.dependencies.snapshots.load(kindOf(poll, resource), idsOf(page.records));
  const touched = page.records.filter((record) => needsLook(resource, record, known.get(record.id)));
  let pending = 0;
  for (let start = 0; start < touched.length; start += LOOKS_AT_ONCE) {
    pending += await tellRecords(reading, touched.slice(start, start + LOOKS_AT_ONCE), known);
  }
  return pending;
}

/** Documents are completed with their positions first; events go out before their snapshots are stored. */
async function tellRecords(
  reading: PageReading,
  records: readonly SevdeskRecord[],
  known: ReadonlyMap<string, Snapshot>,
): Promise<number> {
  const { count, publish } = reading.poll.dependencies;
  const looks: Look[] = [];
  for (const record of records) looks.push(...(await lookOrSetAside(reading, record, known.get(record.id))));
  const events = looks.flatMap((look) => look.events);
  await publish(events);
  await commit(
    reading,
    looks.map((look) => look.commit),
  );
  count('changes', looks.filter((look) => look.events.length > 0).length);
  count('events', events.length);
  return looks.filter((look) => look.commit.snapshot.positionsPending).length;
}

/** A record that we can't make sense of must not hold up the others. */
async function lookOrSetAside(
  reading: PageReading,
  record: SevdeskRecord,
  previous: Snapshot | undefined,
): Promise<Look[]> {
  try {
    return [await lookAt(reading, record, previous)];
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    setAside(reading.poll, { resource: reading.resource.name, recordId: record.id, error });
    return [];
  }
}

async function lookAt(reading: PageReading, record: SevdeskRecord, previous: Snapshot | undefined): Promise<Look> {
  const { poll, client, resource, page } = reading;
  const current = { record, positions: await fetchPositions(client, resource, record.id) };
  const change = detectChange(resource, previous, current);
  const previousSequence = previous?.sequence;
  if (!change) return { commit: { snapshot: snapshotOf(resource, current, previous), previousSequence }, events: [] };
  const commandId = await ownCommand(reading, change);
  const { stage } = poll.dependencies;
  const context = { stage, tenantId: poll.tenant.tenantId, receivedAtMs: page.receivedAtMs, commandId };
  return { commit: { snapshot: change.next, previousSequence }, events: changeEvents(resource, change, context) };
}

/** The command of ours that created the record, found by the marker that it left there. */
async function ownCommand({ poll, resource }: PageReading, { kind, next }: Change): Promise<string | undefined> {
  const marker = kind === 'created' ? resource.marker?.(next.record) : undefined;
  if (!marker) return undefined;
  return poll.dependencies.ledger.creatorOf({ tenantId: poll.tenant.tenantId, ...marker }, next.recordId);
}

/** A refused commit means that another poller moved the record on: this one lost its lease and must not go on. */
async function commit(
  { poll, resource }: Pick<PageReading, 'poll' | 'resource'>,
  commits: readonly SnapshotCommit[],
): Promise<void> {
  if (commits.length === 0) return;
  const refused = await poll.dependencies.snapshots.commit(kindOf(poll, resource), commits);
  if (refused.length > 0) throw new Error(`Another poller has moved on ${refused.length} records of ${resource.name}`);
}

function kindOf({ tenant }: PageReading['poll'], { name }: PageReading['resource']) {
  return { tenantId: tenant.tenantId, resource: name };
}

function idsOf(records: readonly SevdeskRecord[]): string[] {
  return records.map(({ id }) => id);
}
