import { isMassDeletion } from '../../shared/domain/poll-plan.ts';
import { pollReaction } from '../../shared/domain/poll-reaction.ts';
import { askForRecord } from '../../shared/sevdesk/record-state.ts';
import type { Known } from './known-records.ts';
import { advance, progressOf, type Reading } from './poll-dependencies.ts';
import { tellDeletions } from './tell-deletions.ts';

/** So many missing records are asked for after one listing; the others wait for the next one. */
const MOST_ASKED = 50;
/** After so many polls in a row that failed, a record whose question fails is left open. */
const MOST_FAILURES = 3;
/** After so many listings in a row that did not show a living record, it is taken as hidden. */
const MOST_VOID = 3;

/** What became of records that a listing did not show. */
export interface Missing {
  /** A missing record is alive: this listing proves nothing. */
  readonly isVoid: boolean;
  /** Some wait for the next listing. */
  readonly goesOn: boolean;
  /** No longer expected in listings: told deleted, or alive but hidden from lists for good. */
  readonly forgotten: readonly string[];
}

export const NOTHING_SETTLED: Missing = { isVoid: false, goesOn: false, forgotten: [] };

/**
 * Settles what an exact listing did not show: each missing record is asked for by its id, and told deleted only when sevdesk
 * says so itself. One that is alive voids the listing. Very many at once wait for an operator.
 */
export async function settleMissing(
  reading: Reading,
  known: Known,
  seen: ReadonlyMap<string, string>,
): Promise<Missing> {
  const missing = [...known.sights.keys()].filter((id) => !seen.has(id));
  const confirmed = reading.poll.tenant.confirmed?.[reading.resource.name];
  if (isMassDeletion(missing.length, known.sights.size, confirmed)) return holdBack(reading, missing.length);
  if (!isMassDeletion(missing.length, known.sights.size)) advance(reading, { held: undefined });
  const asked = someOf(missing, reading.poll.dependencies.random());
  const answers: Answers = { deleted: new Map(), exists: [] };
  try {
    await askForAll(reading, asked, answers);
  } catch (error) {
    // What is settled is told, or a tenant with little time would be asked for the same records for ever; but not by a poll that found
    // another account meanwhile.
    if (answers.exists.length === 0 && pollReaction(error) !== 'report') await tellDeletions(reading, answers.deleted);
    throw error;
  }
  const isVoid = answers.exists.length > 0 && mayHaveShifted(reading, answers.exists.length);
  if (isVoid) return { ...NOTHING_SETTLED, isVoid, goesOn: true };
  await tellDeletions(reading, answers.deleted);
  const forgotten = [...answers.deleted.keys(), ...answers.exists];
  const goesOn = missing.length > asked.length && forgotten.length > 0;
  return { isVoid, goesOn, forgotten };
}

/** Not always the same ones: sevdesk may have nothing to say about those. */
function someOf(missing: readonly string[], random: number): readonly string[] {
  const start = missing.length > MOST_ASKED ? Math.floor(random * missing.length) : 0;
  return [...missing.slice(start), ...missing.slice(0, start)].slice(0, MOST_ASKED);
}

interface Answers {
  /** When sevdesk said so, in milliseconds, by record id. */
  readonly deleted: Map<string, number>;
  readonly exists: string[];
}

async function askForAll(reading: Reading, ids: readonly string[], answers: Answers): Promise<void> {
  const { client, resource, poll } = reading;
  const patient = poll.tenant.failures < MOST_FAILURES;
  for (const recordId of ids) {
    const state = await askForRecord(client, { resource, recordId, patient });
    if (state === 'deleted') answers.deleted.set(recordId, poll.dependencies.now());
    if (state === 'exists') answers.exists.push(recordId);
  }
}

/** A listing may miss living records while rows shift; one that lists keep back for good must not stop all deletions. */
function mayHaveShifted(reading: Reading, alive: number): boolean {
  const { incompleteWhole = 0 } = progressOf(reading);
  const times = incompleteWhole + 1;
  const { name: resource } = reading.resource;
  reading.poll.dependencies.log.warn('A listing did not show records that exist', { resource, alive, times });
  return times < MOST_VOID;
}

/** Nothing is told until an operator confirms: a token with fewer rights, or a fault at sevdesk, looks just like this. */
function holdBack(reading: Reading, records: number): Missing {
  const { now, log, count } = reading.poll.dependencies;
  const { held } = progressOf(reading);
  advance(reading, { held: { records, since: held?.since ?? now() } });
  count('deletionsHeld', records);
  log.error('Very many deletions at once are held back', { resource: reading.resource.name, records });
  return NOTHING_SETTLED;
}
