import type { FailureReason } from '../contract/event.ts';
import { type LedgerEntry, turnEntry } from './ledger-entry.ts';

/**
 * A failure whose report is not complete is still in the writer's hands; after an hour, no invocation that could be
 * at it is alive.
 */
const REPORT_MS = 3_600_000;

/** What a redrive may do with a command: start its next run, send the message of a run that was started, or nothing. */
export type Redrivable =
  | { readonly kind: 'start' }
  | { readonly kind: 'send' }
  /** `settled`: there is nothing to do, so that a redrive can be repeated. */
  | { readonly kind: 'leave'; readonly why: string; readonly settled: boolean };

export function redrivable(entry: LedgerEntry, nowMs: number): Redrivable {
  const { state, run, unsent } = entry;
  if (unsent) return { kind: 'send' };
  if (state === 'dropped') return leave('it was dropped: send it under a new commandId');
  if (state === 'succeeded') return leave('it has succeeded', true);
  if (state === 'parked') return leave('it is parked, and goes on when its tenant is back', true);
  if (state !== 'failed') return leave(`it is on its way already (run ${run}, ${state})`, true);
  return isBeingReported(entry, nowMs) ? leave(BEING_REPORTED) : { kind: 'start' };
}

/** Why a failed command can't be given up, or `undefined` if it can. */
export function dropProblem(entry: LedgerEntry, nowMs: number): string | undefined {
  if (entry.unsent) return 'a redrive of it was interrupted: redrive it again first';
  if (entry.state !== 'failed') return `it is ${entry.state}, and no dead letter`;
  return isBeingReported(entry, nowMs) ? BEING_REPORTED : undefined;
}

const BEING_REPORTED = 'its failure is still being told: try again in a few minutes';

function isBeingReported({ reportedAt, endedAt = 0 }: LedgerEntry, nowMs: number): boolean {
  return reportedAt === undefined && nowMs - endedAt < REPORT_MS;
}

function leave(why: string, settled = false): Redrivable {
  return { kind: 'leave', why, settled };
}

/** Ends of which a call that took effect may be the cause. */
const LEAVES_OPEN: readonly FailureReason[] = ['attempts_exhausted', 'ambiguous'];

/**
 * Whether sevdesk must be read before the command is sent to it again: unless no call was made, or its only call was
 * answered with a refusal. Two looks that found nothing count no more: what takes effect late has had its time by now.
 */
export function mustLookFirst({ calls, effectUnknown, unanswered, failure }: LedgerEntry): boolean {
  const onlyRefused = calls === 1 && failure !== undefined && !LEAVES_OPEN.includes(failure.reason);
  return effectUnknown === true || unanswered === true || (calls > 0 && !onlyRefused);
}

/** The next run of a failed command: with fresh limits, and never a blind call where an earlier one may have taken effect. */
export function startRun(entry: LedgerEntry, nowMs: number): LedgerEntry {
  const looksFirst = mustLookFirst(entry);
  // What a refused call had to compare with is out of date at the next one.
  const forgotten = { step: undefined, facts: undefined, firstAttemptAt: undefined };
  return turnEntry(entry, looksFirst ? 'unknown' : 'waiting', {
    ...(!looksFirst && forgotten),
    run: entry.run + 1,
    attempts: 0,
    calls: looksFirst ? 1 : 0,
    troubles: undefined,
    troubledSince: undefined,
    blamed: 0,
    deferrals: 0,
    activeSince: nowMs,
    looks: 0,
    nextLookAt: nowMs,
    claimDeadline: undefined,
    effectUnknown: undefined,
    reportedAt: undefined,
    endedAt: undefined,
    unsent: true,
  });
}

/** The entry once the message of its run is known to be in the queue; the failure of the run before is history then. */
export function sentAgain(entry: LedgerEntry): LedgerEntry {
  return entry.unsent ? { ...entry, unsent: undefined, failure: undefined } : entry;
}
