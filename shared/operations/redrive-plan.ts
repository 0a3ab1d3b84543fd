import type { LedgerListing } from '../aws/ledger-listing.ts';
import type { LedgerTable } from '../aws/ledger-table.ts';
import type { LedgerEntry } from '../domain/ledger-entry.ts';
import { mustLookFirst, redrivable } from '../domain/redrive.ts';
import { type DeadLetter, isMeant, listDeadLetters } from './dead-letter.ts';

export interface PlanDependencies {
  readonly listing: Pick<LedgerListing, 'deadLetters'>;
  readonly ledger: Pick<LedgerTable, 'get' | 'markerHolder'>;
  readonly now: () => number;
}

export interface RedriveWish {
  readonly tenantId: string;
  /** These commands; or all that failed. */
  readonly commandIds: readonly string[] | 'all';
  /** Of all, those with this reason only. */
  readonly reason?: string | undefined;
}

/** A command that is to go again. */
export interface RedriveStep {
  /** As the ledger has it: failed, or of an interrupted redrive. */
  readonly entry: LedgerEntry;
  readonly starts: boolean;
  readonly looksFirst: boolean;
}

/** What is left as it is, and why. `settled`: nothing is to be done about it. */
export interface LeftAlone {
  readonly id: string;
  readonly why: string;
  readonly settled: boolean;
}

export interface RedrivePlan {
  /** In the order in which the commands came. */
  readonly steps: readonly RedriveStep[];
  readonly left: readonly LeftAlone[];
}

/**
 * Decides what a redrive would do, and changes nothing. What an interrupted redrive of the tenant left unsent always goes along,
 * since nobody else would send it. Each entry is read again: the list may be a moment old.
 */
export async function planRedrive(dependencies: PlanDependencies, wish: RedriveWish): Promise<RedrivePlan> {
  const letters = await listDeadLetters(dependencies, { tenantId: wish.tenantId });
  const steps: RedriveStep[] = [];
  const left: LeftAlone[] = [];
  for (const id of chosenIds(letters, wish)) {
    const judged = await judge(dependencies, { ...wish, id, letters });
    if ('entry' in judged) steps.push(judged);
    else left.push(judged);
  }
  return { steps: steps.sort((a, b) => a.entry.receivedAt - b.entry.receivedAt), left };
}

function chosenIds(letters: readonly DeadLetter[], { commandIds, reason }: RedriveWish): ReadonlySet<string> {
  const unsent = letters.filter(({ kind }) => kind === 'unsent');
  const meant = letters.filter(({ failure }) => reason === undefined || failure.reason === reason);
  const ids = commandIds === 'all' ? meant.map(({ id }) => id) : commandIds;
  return new Set([...unsent.map(({ id }) => id), ...ids]);
}

async function judge(
  { ledger, now }: PlanDependencies,
  { tenantId, commandIds, id, letters }: RedriveWish & { id: string; letters: readonly DeadLetter[] },
): Promise<RedriveStep | LeftAlone> {
  const entry = await ledger.get(tenantId, id);
  if (!entry) return { id, why: whyNoCommand(letters, id), settled: commandIds === 'all' };
  const verdict = redrivable(entry, now());
  if (verdict.kind === 'leave') return { id, why: verdict.why, settled: verdict.settled };
  const holder = await ledger.markerHolder(entry);
  if (holder !== undefined && holder !== id) return { id, ...markerTaken(entry, holder) };
  const starts = verdict.kind === 'start';
  return { entry, starts, looksFirst: starts ? mustLookFirst(entry) : entry.state === 'unknown' };
}

function whyNoCommand(letters: readonly DeadLetter[], id: string): string {
  return letters.some((letter) => isMeant(letter, id))
    ? 'refused before it became a command: mend the message and send it as a new one'
    : 'the ledger has no such command';
}

/** Carried out, there would be two records with this reference. */
export function markerTaken({ marker }: LedgerEntry, holder: string): Omit<LeftAlone, 'id'> {
  const why = `its reference "${marker}" belongs to the command "${holder}" by now: drop it, or send it anew with a reference of its own`;
  return { why, settled: false };
}
