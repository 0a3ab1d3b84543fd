import type { CommandType } from '../contract/command.ts';
import type { FailureReason } from '../contract/event.ts';
import type { SevdeskSaid } from './sevdesk-error.ts';

/**
 * What the ledger knows of a command's effect.
 * `waiting` is known not done · `claimed` a call may be under way · `unknown` a call ended without an answer ·
 * `parked` waits for its tenant to come back · `succeeded` and `failed` are ends · `dropped` failed, and an operator gave it up.
 */
export type LedgerState = 'waiting' | 'claimed' | 'unknown' | 'parked' | 'succeeded' | 'failed' | 'dropped';

/** The states each state may turn into; the ledger refuses everything else. */
export const LEDGER_TRANSITIONS: Readonly<Record<LedgerState, readonly LedgerState[]>> = {
  waiting: ['waiting', 'claimed', 'succeeded', 'parked', 'failed'],
  claimed: ['waiting', 'unknown', 'succeeded', 'failed', 'parked'],
  unknown: ['unknown', 'waiting', 'succeeded', 'failed', 'parked'],
  parked: ['waiting', 'unknown', 'parked'],
  succeeded: ['succeeded'],
  // A redrive starts the next run: where it is not certain that nothing took effect, with a look.
  failed: ['failed', 'waiting', 'unknown', 'dropped'],
  dropped: [],
};

/** Why a command ended without effect, as `command.failed` says it. */
export interface CommandFailure {
  readonly reason: FailureReason;
  readonly message: string;
  readonly retryable: boolean;
  readonly sevdesk?: SevdeskSaid | undefined;
}

/** What a command made. */
export interface CommandResult {
  readonly resource: string;
  readonly recordId: string;
  readonly [detail: string]: unknown;
}

/** A step that took effect. */
export interface CompletedStep {
  readonly step: string;
  /** sevdesk's model and the id of the record that it concerns. */
  readonly resource: string;
  readonly recordId: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly at: number;
}

/** What a try of a step fixes before its call, so that its effect can be told from others'. */
export type StepFacts = Readonly<Record<string, unknown>>;

/** One command in the ledger. Times in milliseconds. */
export interface LedgerEntry {
  readonly tenantId: string;
  readonly commandId: string;
  readonly type: CommandType;
  /** Fingerprint of the command: the same id with another one is a conflict. */
  readonly contentHash: string;
  /** Our reference inside the created record, fixed before the first attempt. */
  readonly marker: string;
  readonly state: LedgerState;
  /** Rises with each redrive; every run is answered once. */
  readonly run: number;
  /** Calls of this run that may have taken effect. */
  readonly attempts: number;
  /** Those of the step under way. */
  readonly calls: number;
  /** Steps that took effect, in their order; a redrive goes on behind them. */
  readonly completed: readonly CompletedStep[];
  /** Its main step took effect: what carries its marker is in sevdesk. */
  readonly made?: true | undefined;
  /** A call of the step under way ended without an answer, in any run. */
  readonly unanswered?: true | undefined;
  /** Answers in a row to reads that are a mistake of sevdesk's or make no sense, and since when. */
  readonly troubles?: number | undefined;
  readonly troubledSince?: number | undefined;
  /** The step that was tried last, and what it wrote down for it. */
  readonly step?: string | undefined;
  readonly facts?: StepFacts | undefined;
  /** Answers that blame the command without refusing it. */
  readonly blamed: number;
  /** Times in a row that it was put off through no fault of its own. */
  readonly deferrals: number;
  readonly receivedAt: number;
  /** Since when it could be carried out: its arrival, or the return of its tenant. Its age counts from here. */
  readonly activeSince: number;
  /** The command as it was sent, to send it again when its tenant is back. */
  readonly body: string;
  /** Of the step under way, in any run: what is older was made by somebody else. */
  readonly firstAttemptAt?: number | undefined;
  /** While `claimed`: after this time its holder is dead. */
  readonly claimDeadline?: number | undefined;
  /** While `unknown`: looks for the marker that found nothing, and when the next one is due. */
  readonly looks?: number | undefined;
  readonly nextLookAt?: number | undefined;
  /** While `parked` or `failed`: a call had ended without an answer, and nobody knows whether it took effect. */
  readonly effectUnknown?: boolean | undefined;
  /** While `parked`: since when. */
  readonly parkedAt?: number | undefined;
  readonly result?: CommandResult | undefined;
  readonly failure?: CommandFailure | undefined;
  /** When dead letter and `command.failed` were out. */
  readonly reportedAt?: number | undefined;
  readonly endedAt?: number | undefined;
  /** A redrive started this run, and its message may not be in the queue yet. */
  readonly unsent?: true | undefined;
  readonly revision: number;
}

/** The entry in another state. @throws Error when the table does not allow it, which is a mistake in the writer. */
export function turnEntry(entry: LedgerEntry, state: LedgerState, facts: Partial<LedgerEntry> = {}): LedgerEntry {
  if (!LEDGER_TRANSITIONS[entry.state].includes(state)) {
    throw new Error(`The ledger does not turn ${entry.state} into ${state} (${entry.tenantId}/${entry.commandId})`);
  }
  return { ...entry, ...facts, state };
}

/** A parked command goes on where it stood, and its age starts again, once its tenant is back. */
export function wakeParked(entry: LedgerEntry, nowMs: number): LedgerEntry {
  const facts = { activeSince: nowMs, effectUnknown: undefined };
  if (!entry.effectUnknown) return turnEntry(entry, 'waiting', facts);
  return turnEntry(entry, 'unknown', { ...facts, looks: 0, nextLookAt: nowMs });
}

/** The entry after a step of it took effect; the next one starts afresh. */
export function completeStep(entry: LedgerEntry, completed: CompletedStep): LedgerEntry {
  return {
    ...entry,
    completed: [...entry.completed.filter(({ step }) => step !== completed.step), completed],
    calls: 0,
    blamed: 0,
    deferrals: 0,
    step: undefined,
    facts: undefined,
    unanswered: undefined,
    troubles: undefined,
    troubledSince: undefined,
    failure: undefined,
    firstAttemptAt: undefined,
    claimDeadline: undefined,
    looks: undefined,
    nextLookAt: undefined,
  };
}

/** Whether another command may use the marker: nothing that carries it is in sevdesk, as far as anybody can know. */
export function isMarkerFree({ made, effectUnknown, unanswered, failure }: LedgerEntry): boolean {
  // What sevdesk blamed twice, and two looks did not find each time, is believed not to be there.
  const mayBeThere = effectUnknown || (unanswered && failure?.reason !== 'rejected_by_sevdesk');
  return !made && !mayBeThere;
}

/** Another delivery of the same command wrote the ledger in between. */
export class LedgerConflict extends Error {
  constructor({ tenantId, commandId }: LedgerEntry) {
    super(`Another delivery of ${tenantId}/${commandId} is at work`);
    this.name = 'LedgerConflict';
  }
}
