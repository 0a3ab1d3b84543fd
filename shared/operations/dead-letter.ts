import type { DeadLetterItem, LedgerListing } from '../aws/ledger-listing.ts';
import type { CommandFailure, CompletedStep } from '../domain/ledger-entry.ts';
import { commandLetter, type LetterName, refusedLetter } from '../domain/letter-name.ts';
import { mustLookFirst } from '../domain/redrive.ts';

/** A command that did not come to its end, or a message that never became one, as operators see it. Times in milliseconds. */
export interface DeadLetter {
  /** `failed` can be redriven · `unsent`: a redrive of it was interrupted · `refused` can't: no command was made of it. */
  readonly kind: DeadLetterItem['kind'];
  /** What `show` and `drop` take: the commandId, or `refused:<messageId>`. */
  readonly id: string;
  /** The tenant; of a refused message the MessageGroupId, whatever it is. */
  readonly tenantId: string;
  readonly commandId?: string | undefined;
  readonly messageId?: string | undefined;
  readonly type?: string | undefined;
  readonly failure: CommandFailure;
  /** Whether it may have taken effect all the same, so that a redrive looks for it before it writes. */
  readonly looksFirst: boolean;
  /** Steps that took effect before it ended; a redrive goes on behind them. */
  readonly completed: readonly CompletedStep[];
  /** The step that it ended at, where one was tried. */
  readonly step?: string | undefined;
  readonly run: number;
  readonly attempts: number;
  readonly receivedAt?: number | undefined;
  readonly firstAttemptAt?: number | undefined;
  /** When it became a dead letter. */
  readonly failedAt: number;
  readonly body: string;
}

/** The prefix of ids of refused messages. */
const REFUSED = 'refused:';

export interface LetterWish {
  readonly tenantId?: string | undefined;
  readonly reason?: string | undefined;
  /** Those only that became dead letters before. */
  readonly beforeMs?: number | undefined;
}

/** Dead letters by the ledger, oldest first. */
export async function listDeadLetters(
  { listing }: { readonly listing: Pick<LedgerListing, 'deadLetters'> },
  { tenantId, reason, beforeMs = Number.POSITIVE_INFINITY }: LetterWish,
): Promise<readonly DeadLetter[]> {
  const letters: DeadLetter[] = [];
  for await (const item of listing.deadLetters(tenantId)) {
    const letter = deadLetterOf(item);
    if ((reason === undefined || letter.failure.reason === reason) && letter.failedAt < beforeMs) letters.push(letter);
  }
  return letters.sort((a, b) => a.failedAt - b.failedAt);
}

/** Whether somebody means this letter: by its id, or by the commandId that a refused message carried. */
export function isMeant({ id, commandId, messageId }: DeadLetter, said: string): boolean {
  return [id, commandId, messageId].includes(said);
}

/** What its copy in the queue is called. */
export function letterName({ kind, tenantId, commandId, messageId = '', run }: DeadLetter): LetterName {
  return kind === 'refused'
    ? refusedLetter({ group: tenantId, messageId, commandId })
    : commandLetter({ tenantId, commandId: commandId ?? '', run });
}

/** What the ledger holds, as operators see it. */
export function deadLetterOf(item: DeadLetterItem): DeadLetter {
  if (item.kind === 'refused') {
    const { group, messageId, refusedAt, body = '', ...rest } = item.refusal;
    const facts = { looksFirst: false, completed: [], run: 1, attempts: 0, failedAt: refusedAt, body };
    return { ...rest, ...facts, kind: 'refused', id: `${REFUSED}${messageId}`, tenantId: group, messageId };
  }
  const { tenantId, commandId, type, failure = UNTOLD, run, attempts, completed, step, body } = item.entry;
  const { receivedAt, firstAttemptAt, endedAt = receivedAt } = item.entry;
  const looksFirst = item.kind === 'unsent' ? item.entry.state === 'unknown' : mustLookFirst(item.entry);
  const times = { receivedAt, firstAttemptAt, failedAt: endedAt };
  return {
    kind: item.kind,
    id: commandId,
    tenantId,
    commandId,
    type,
    failure,
    looksFirst,
    completed,
    step,
    run,
    attempts,
    ...times,
    body,
  };
}

/** The ledger always says why; a letter without a reason must not hide the others. */
const UNTOLD: CommandFailure = {
  reason: 'attempts_exhausted',
  message: 'The ledger does not say why.',
  retryable: false,
};
