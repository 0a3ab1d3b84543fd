import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { copiedFields, copiedRows } from '../documents/copy-document.ts';
import { discountsOf } from '../documents/discounts.ts';
import { makeDocument, ownerFields } from '../documents/make-document.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { expectedReference } from '../http/expected-reference.ts';
import { checkNoCreditNote } from '../invoice/credit-notes-of-invoice.ts';
import { nextNumber } from '../numbers/sequence.ts';
import type { ApiCall } from '../resources/resource.ts';
import { type Fields, reference, type WireRecord } from '../wire-record.ts';
import { checkCreditable } from './check-credit-note.ts';
import { CREDIT_NOTE_DEFAULTS } from './credit-note-fields.ts';

/** `POST /CreditNote/Factory/createFromInvoice`: a draft over the whole invoice (documentation); fields as recorded. */
export function createFromInvoice({ account, body }: ApiCall): ApiAnswer {
  const given = reference(body.invoice);
  if (!given) throw expectedReference('invoice', body.invoice);
  const invoice = account.get('Invoice', given.id);
  // Measured, as is its code.
  checkNoCreditNote(account, invoice);
  checkCreditable(invoice);
  const creditNote = makeCreditNote(account, invoice);
  const discount = discountsOf(account, creditNote);
  return objects({ creditNote, creditNotePos: account.positions(creditNote), discount }, 201);
}

function makeCreditNote(account: Account, invoice: WireRecord): WireRecord {
  const defaults = {
    ...CREDIT_NOTE_DEFAULTS,
    ...ownerFields(account),
    ...copiedFields(invoice, 'deliveryDate', 'deliveryDateUntil'),
    ...about(account, invoice),
  };
  const fields = copiedRows(account, invoice);
  return makeDocument(account, { model: 'CreditNote', defaults, fields, atMs: account.now });
}

function about(account: Account, invoice: WireRecord): Fields {
  const creditNoteNumber = nextNumber(account, 'CN');
  return {
    creditNoteNumber,
    creditNoteDate: berlinIso(account.now),
    header: `Gutschrift Nr. ${creditNoteNumber} zur Rechnung Nr. ${String(invoice.invoiceNumber)}`,
    bookingCategory: 'UNDERACHIEVEMENT',
    refSrcInvoice: reference(invoice),
    origin: reference(invoice),
  };
}
