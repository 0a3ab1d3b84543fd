import type { FailureReason } from '../../shared/contract/event.ts';
import type { DeadLetter } from '../../shared/operations/dead-letter.ts';

/** What can be done about a command that failed, by its reason. */
const FAILED: Readonly<Record<FailureReason, string>> = {
  rejected_by_sevdesk:
    'Mend in sevdesk what the message names, then redrive. If the command itself is wrong: drop it, send a new one.',
  dependency_missing: 'Create in sevdesk what is missing, then redrive.',
  ambiguous:
    'Look into sevdesk. Delete what is double there, then redrive: it adopts the one that is left, or creates it if there is none.',
  attempts_exhausted:
    'When sevdesk is back, redrive: what may have taken effect is looked for before it is written again.',
  unsupported: 'Run the relay without --read-only, then redrive.',
  tenant_unknown: 'Connect the tenant, then redrive.',
  invalid_command: 'The sender is wrong: drop it, and send a new one.',
  conflicting_command: 'The sender is wrong: drop it, and send a new one with a commandId and a reference of its own.',
};

/** What can be done about a message that was refused before it became a command. */
const REFUSED: Readonly<Partial<Record<FailureReason, string>>> = {
  invalid_command: 'The sender is wrong: mend the message and send it again. Its commandId is free.',
  conflicting_command: 'The sender is wrong: send it again with a commandId and a reference of its own.',
  tenant_unknown: 'Connect the tenant, then send it again.',
  attempts_exhausted:
    'The relay failed at it: see the log of execute-command. Sent again, it goes on where the ledger knows it to be.',
};

const UNSENT = 'A redrive was interrupted before it had sent it: redrive it again.';

/** What can be done about a dead letter, in a sentence. */
export function letterAdvice({ kind, failure: { reason } }: Pick<DeadLetter, 'kind' | 'failure'>): string {
  if (kind === 'unsent') return UNSENT;
  return (kind === 'refused' && REFUSED[reason]) || FAILED[reason];
}
