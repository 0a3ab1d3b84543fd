import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { CREDIT_NOTE } from '../documents/document-kind.ts';
import { checkEInvoice } from '../documents/e-invoice.ts';
import { markSent, type Sending } from '../documents/send-document.ts';
import { refuse } from '../http/api-error.ts';
import { useUp } from '../numbers/sequence.ts';
import type { WireRecord } from '../wire-record.ts';

export const CREDIT_NOTE_SENDING: Sending = { kind: CREDIT_NOTE, open: openCreditNote, answersMailInArray: true };

/**
 * Draft to open, and enshrined (measured). It brings its number, and only now the sequence moves on (measured).
 * @throws ApiError for what can't be opened
 */
export function openCreditNote(account: Account, creditNote: WireRecord, sendType: string): WireRecord {
  // Measured: refused without a number; status and wording are assumed.
  if (!creditNote.creditNoteNumber) throw refuse(422, 'The creditNoteNumber is required');
  if (creditNote.status === '100') checkEInvoice(account, creditNote);
  useUp(account, 'CN', creditNote.creditNoteNumber);
  const enshrined = creditNote.enshrined ?? berlinIso(account.now);
  return markSent(account, creditNote, { sendType, enshrined });
}
