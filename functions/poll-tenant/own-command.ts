import type { ChangeNoted } from '../../shared/aws/ledger-item.ts';
import type { LedgerEntry } from '../../shared/domain/ledger-entry.ts';
import { type SevdeskRecord, scalar, updatedAtMs } from '../../shared/domain/sevdesk-record.ts';
import type { Reading } from './poll-dependencies.ts';
import { reportDoubled } from './report-doubled.ts';

/** sevdesk's clock and ours may differ by this much. */
const CLOCK_TOLERANCE_MS = 120_000;
/** What a call of ours changed carries a time of sevdesk's in it, also where the call took effect after its connection broke. */
const LATEST_EFFECT_MS = 180_000;
/** A deletion carries no time, and may be noticed by a daily listing. */
const DELETION_SEEN_MS = 25 * 3_600_000;

/** A call that takes effect later than that after its command ended was never heard of. */
const LATEST_SECOND_MS = 900_000;

/** A change as it was seen. */
export interface SeenChange {
  readonly kind: 'created' | 'updated' | 'deleted';
  readonly record: SevdeskRecord;
  readonly receivedAtMs: number;
}

/**
 * The command of ours that made a change: of a created record by the marker that it carries, of others by the note that the writer
 * leaves before its call. Whatever else happened to the record in the same minutes is told as ours, too.
 */
export async function ownCommand(
  { poll, resource }: Pick<Reading, 'poll' | 'resource'>,
  { kind, record, receivedAtMs }: SeenChange,
): Promise<string | undefined> {
  const { ledger } = poll.dependencies;
  const { tenantId } = poll.tenant;
  const marker = kind === 'created' ? resource.marker?.(record) : undefined;
  const creator = marker && (await ledger.creatorOf({ tenantId, ...marker }));
  if (creator && made(creator, resource.name, record)) return creator.commandId;
  if (creator && mayBeItsSecond(creator, record)) await reportDoubled({ poll, resource }, creator, record);
  const key = kind === 'created' ? resource.noteKey?.(record) : record.id;
  const note = key === undefined ? undefined : await ledger.notedBy({ tenantId, resource: resource.name, key });
  if (!note) return undefined;
  const isOurs =
    kind === 'deleted' ? deletedIt(note, receivedAtMs) : changedIt(note, updatedAtMs(record) ?? receivedAtMs);
  return isOurs ? note.commandId : undefined;
}

/** The record is the one that the command made, or may be making right now. */
function made({ completed, result }: LedgerEntry, name: string, { id }: SevdeskRecord): boolean {
  // A step before it may have made something else, as the file of a voucher.
  const steps = completed.filter(({ resource }) => resource === name);
  const ids = [...steps, ...(result ? [result] : [])].map(({ recordId }) => recordId);
  return ids.length === 0 || ids.includes(id);
}

/** What people copy in sevdesk carries the same marker; most of it is copied later. */
function mayBeItsSecond({ endedAt }: LedgerEntry, record: SevdeskRecord): boolean {
  const createdAtMs = Date.parse(scalar(record, 'create') ?? '');
  return endedAt === undefined || createdAtMs < endedAt + LATEST_SECOND_MS;
}

function deletedIt({ type, at }: ChangeNoted, seenAtMs: number): boolean {
  return type === 'invoice.delete_draft' && seenAtMs - at < DELETION_SEEN_MS;
}

function changedIt({ at }: ChangeNoted, changedAtMs: number): boolean {
  return changedAtMs > at - CLOCK_TOLERANCE_MS && changedAtMs < at + LATEST_EFFECT_MS;
}
