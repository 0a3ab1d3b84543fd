import { UnexpectedAnswer } from '../../../domain/sevdesk-error.ts';
import { type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';
import type { SevdeskClient } from '../../client.ts';
import { readRecords } from '../../record-list.ts';
import type { Finding, StepOutcome } from '../command-plan.ts';

/** sevdesk's clock and ours may differ, and its timestamps have whole seconds. */
export const CLOCK_TOLERANCE_MS = 120_000;
/** The largest page that sevdesk allows. */
const ROWS = 1000;

/** A record that a call without an answer may have made, and how to know it. */
export interface Sought {
  /** List of its resource, and the filters that narrow it down. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** What it carries, for messages. */
  readonly marker: string;
  /** Whether a row carries exactly that. */
  readonly isMarked: (row: SevdeskRecord) => boolean;
  /** Why a marked row is not what the command asked for, or `undefined` if it is. */
  readonly differs: (row: SevdeskRecord) => string | undefined;
  /** Marked rows that are something else: a cancellation carries the note of its original. */
  readonly isOther?: (row: SevdeskRecord) => boolean;
  readonly outcome: (row: SevdeskRecord) => StepOutcome;
  readonly firstAttemptAtMs: number;
}

/**
 * Looks for it. Unknown filters answer everything, so all is compared here again; another filter that is documented may
 * stand beside the one for the marker.
 * @throws UnexpectedAnswer when the answer is no list that can be read to its end: nothing can be concluded from it.
 */
export async function findMarked(client: SevdeskClient, sought: Sought): Promise<Finding> {
  const { records, isWhole, total } = await listRows(client, sought);
  const finding = judgeRows(records, sought, isWhole);
  if (finding.kind === 'nothing' && !isWhole) {
    throw new UnexpectedAnswer(`sevdesk counts ${total} rows of ${sought.path} and lists ${records.length}`);
  }
  return finding;
}

/**
 * The rows that a filter narrows a list down to, and whether these are all of them.
 * @throws UnexpectedAnswer when the answer is no list that can be read
 */
export async function listRows(client: SevdeskClient, { path, query }: Pick<Sought, 'path' | 'query'>) {
  const answer = await client.call({ path, query: { ...query, countAll: 'true', limit: String(ROWS) } });
  const { objects, total } = answer;
  if (!Array.isArray(objects)) throw new UnexpectedAnswer(`sevdesk answered a list of ${path} that is no list`);
  const { records, unreadable } = readRecords(objects);
  if (unreadable > 0) throw new UnexpectedAnswer(`sevdesk answered a list of ${path} with rows without an id`);
  const isWhole = total === undefined ? records.length < ROWS : records.length >= total;
  return { records, total, isWhole };
}

/**
 * The pure part: which of the rows, if any, is ours. A row with another marker means that the filter was ignored; then only
 * a whole list says that ours is not there.
 */
export function judgeRows(rows: readonly SevdeskRecord[], sought: Sought, isWhole: boolean): Finding {
  const { path, marker, isMarked, isOther } = sought;
  const marked = rows.filter(isMarked);
  if (!isWhole && marked.length < rows.length) {
    return ambiguous(`sevdesk ignored the filter for "${marker}", so it can't be known whether the ${path} exists`);
  }
  const candidates = marked.filter((row) => !isOlder(row, sought) && !isOther?.(row));
  const [first, ...others] = candidates;
  if (!first) return { kind: 'nothing' };
  if (others.length > 0) {
    const ids = candidates.map(({ id }) => id).join(', ');
    return ambiguous(`More than one ${path} carries "${marker}": ids ${ids}`);
  }
  const difference = sought.differs(first);
  return difference
    ? ambiguous(`${path} ${first.id} carries "${marker}" but ${difference}; it was not adopted`)
    : { kind: 'found', outcome: sought.outcome(first) };
}

/** Made before the command was first tried: by somebody else, who may have typed the same reference. */
function isOlder(row: SevdeskRecord, { firstAttemptAtMs }: Pick<Sought, 'firstAttemptAtMs'>): boolean {
  return Date.parse(scalar(row, 'create') ?? '') < firstAttemptAtMs - CLOCK_TOLERANCE_MS;
}

function ambiguous(message: string): Finding {
  return { kind: 'ambiguous', message };
}
