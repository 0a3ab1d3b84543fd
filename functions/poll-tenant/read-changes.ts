import { afterPage, coversStart, cursorAfter, LISTING_START, notSeen } from '../../shared/sevdesk/listing.ts';
import { type Page, readPage } from '../../shared/sevdesk/page.ts';
import { isDrifted } from '../../shared/sevdesk/time-filter.ts';
import { bindAccount } from './bind-account.ts';
import { believesAnyway } from './incomplete.ts';
import { addToDigest, sightsOf } from './known-records.ts';
import { advance, progressOf, type Reading } from './poll-dependencies.ts';
import { setAsideRows } from './set-aside.ts';
import { type Told, tellRecords } from './tell-records.ts';

/**
 * How far an incremental listing looks back behind its cursor: timestamps have whole seconds, clocks differ, and a record
 * may show late.
 */
const OVERLAP_SECONDS = 120;
/** How often an incomplete listing is read in one poll. */
const PASSES = 2;

/** `drifted`: sevdesk answered rows older than asked for, so nothing was told, and everything has to be listed. */
export type ChangesOutcome = { readonly kind: 'drifted' } | { readonly kind: 'told'; readonly window?: Window };

/** What an incremental listing covered, by `update`, in Unix seconds; less what may show late. */
export interface Window {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/**
 * Reads and tells what changed since the cursor. The cursor moves only after a complete listing without open ends; an answer
 * with the very bytes of the last one is done with at once.
 */
export async function readChanges(reading: Reading): Promise<ChangesOutcome> {
  for (let pass = 1; ; pass += 1) {
    const end = await readPass(reading);
    if (end === 'drifted') return { kind: 'drifted' };
    if (end === 'unchanged') return { kind: 'told' };
    if (!end.covered && pass < PASSES) continue;
    if (end.whole || believesAnyway(reading, 'incomplete', end)) {
      advance(reading, {
        incomplete: undefined,
        cursor: end.cursor ?? progressOf(reading).cursor,
        answered: end.answered,
      });
    }
    return { kind: 'told', window: end.window };
  }
}

async function readPass(reading: Reading) {
  const { client, resource, poll } = reading;
  const { cursor = 0, answered = '' } = progressOf(reading);
  const updatedAfter = cursor - OVERLAP_SECONDS;
  const { pageLimit: limit } = poll.dependencies.settings;
  const seen = new Set<string>();
  const unsettled: string[] = [];
  const young: string[] = [];
  let state = LISTING_START;
  let hash: string | undefined;
  while (!state.ended) {
    const page = await readPage(client, resource, {
      offset: state.offset,
      limit,
      updatedAfter,
      known: state.offset === 0 ? answered : '',
    });
    if (page.unchanged) return 'unchanged';
    if (isDrifted(page.records, updatedAfter)) return 'drifted';
    hash = state.offset === 0 ? page.hash : undefined;
    const fresh = notSeen(page.records, seen);
    for (const { id } of fresh) seen.add(id);
    const told = await tellPage(reading, { ...page, records: fresh });
    unsettled.push(...told.unsettled);
    young.push(...told.young);
    state = afterPage(state, page, fresh);
  }
  const covered = coversStart(state, seen.size);
  const whole = covered && unsettled.length === 0;
  // Only an answer of one page stands for all there is, and only while nothing of it is left open.
  const isDone = whole && young.length === 0 && state.unreadable === 0;
  const { clockSeconds = 0 } = state;
  return {
    whole,
    covered,
    unsettled,
    cursor: cursorAfter(state),
    answered: isDone ? hash : undefined,
    window: { fromSeconds: updatedAfter, toSeconds: clockSeconds - OVERLAP_SECONDS },
  };
}

async function tellPage(reading: Reading, page: Page): Promise<Told> {
  const { records, receivedAtMs } = page;
  await bindAccount(reading, records);
  setAsideRows(reading, page.unreadable);
  const { digest, records: known = 0, recount } = progressOf(reading);
  const told = await tellRecords({ ...reading, records, receivedAtMs });
  advance(reading, { records: known + told.created, recount });
  await addToDigest(reading, digest, sightsOf(reading, told));
  return told;
}
