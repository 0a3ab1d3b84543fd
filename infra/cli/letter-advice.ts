import type { FailureReason } from '../../shared/contract/event.ts';
import type { DeadLetter } from '../../shared/operations/dead-letter.ts';

/** What can be done about a command that failed, by its reason. */
const FAILED: Readonly<Record<FailureReason, string>> = {
  rejected_by_sevdesk:
    'Mend in sevdesk what the message names, then redrive. If the command itself is wrong: drop it, send a new one.',
  dependency_missing:
    'Provide what the message names (in sevdesk, by its command, in the bucket), then redrive. If it will never be there: drop it, send a new one.',
  ambiguous:
    'Look into sevdesk at what the message names. Delete what is double, or mend what differs, then redrive: it adopts what is there, and creates only what is not. A redrive never sends an e-mail again: if sevdesk does not show it as sent, have it sent with invoice.send, and drop this one.',
  attempts_exhausted:
    'When sevdesk is back, redrive: what may have taken effect is looked for before it is written again.',
  unsupported:
    'When the message no longer holds (a relay without --read-only, an account with bookkeeping system 2.0), redrive.',
  tenant_unknown: 'Connect the tenant, then redrive.',
  invalid_command: 'The sender is wrong: drop it, and send a new one.',
  conflicting_command: 'The sender is wrong: drop it, and send a new one with a commandId and a reference of its own.',
};

/** The queue deduplicates by content. */
const SQS_FORGETS = ' (five minutes after the first time or later: before, SQS takes it for a repeat)';

/** What can be done about a message that was refused before it became a command. */
const REFUSED: Readonly<Partial<Record<FailureReason, string>>> = {
  invalid_command: 'The sender is wrong: mend the message and send it again. Its commandId is free.',
  conflicting_command: 'The sender is wrong: send it again with a commandId and a reference of its own.',
  tenant_unknown: `Connect the tenant, then send it again${SQS_FORGETS}.`,
  attempts_exhausted: `The relay failed at it: see the log of execute-command. Sent again${SQS_FORGETS}, it goes on where the ledger knows it to be.`,
};

const UNSENT = 'A redrive was interrupted before it had sent it: redrive it again.';

/** A new command of the same type would do again what is done. */
const DONE_IN_PART =
  'What is done of it stays done: drop it, and have the rest sent as commands of their own (invoice.send, invoice.book), not the whole once more.';

type Advised = Pick<DeadLetter, 'kind' | 'failure' | 'completed'>;

/** What can be done about a dead letter, in a sentence. */
export function letterAdvice({ kind, failure: { reason }, completed }: Advised): string {
  if (kind === 'unsent') return UNSENT;
  if (reason === 'invalid_command' && completed.length > 0) return DONE_IN_PART;
  return (kind === 'refused' && REFUSED[reason]) || FAILED[reason];
}
