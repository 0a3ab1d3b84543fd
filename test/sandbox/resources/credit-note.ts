import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { PAYABLE_CREDIT_NOTE } from '../credit-note/book-credit-note.ts';
import { createFromInvoice } from '../credit-note/create-from-invoice.ts';
import { CREDIT_NOTE_DEFAULTS } from '../credit-note/credit-note-fields.ts';
import { CREDIT_NOTE_SENDING } from '../credit-note/open-credit-note.ts';
import { saveCreditNote } from '../credit-note/save-credit-note.ts';
import { sendByWithRender } from '../credit-note/send-by-with-render.ts';
import { readDates } from '../date-input.ts';
import { bookAmount } from '../documents/book-amount.ts';
import { CREDIT_NOTE } from '../documents/document-kind.ts';
import { customerFields, makeDocument, ownerFields } from '../documents/make-document.ts';
import { getXml } from '../documents/render-document.ts';
import { lifecycleActions } from '../documents/reset-document.ts';
import { sendingActions } from '../documents/send-document.ts';
import { contactsInTurn } from '../documents/some-contact.ts';
import { equals, from, refersTo, until } from '../http/filter.ts';
import { takeNumber } from '../numbers/sequence.ts';
import type { WireRecord } from '../wire-record.ts';
import { onlyInStatus } from './deletion.ts';
import type { NewRecord, Resource } from './resource.ts';

/** Credit notes. Source: sevdesk's documentation, "CreditNote": no time filters, and positions only by CreditNotePos. */
export const creditNote: Resource = {
  path: 'CreditNote',
  model: 'CreditNote',
  filters: {
    status: equals('status'),
    creditNoteNumber: equals('creditNoteNumber'),
    'contact[id]': refersTo('contact', 'Contact'),
    startDate: from('creditNoteDate'),
    endDate: until('creditNoteDate'),
    // Measured: exact.
    customerInternalNote: equals('customerInternalNote'),
  },
  remove: onlyInStatus('100'),
  actions: [
    { method: 'POST', path: 'Factory/saveCreditNote', run: saveCreditNote },
    { method: 'POST', path: 'Factory/createFromInvoice', run: createFromInvoice },
    ...sendingActions(CREDIT_NOTE_SENDING),
    sendByWithRender,
    getXml(CREDIT_NOTE),
    bookAmount(PAYABLE_CREDIT_NOTE),
    ...lifecycleActions({ model: 'CreditNote', unpaid: {} }),
  ],
  make,
  sample,
};

function make(account: Account, record: NewRecord): WireRecord {
  const at = berlinIso(record.atMs);
  const dated = { creditNoteDate: at, deliveryDate: at };
  // Practice: drafts have their number already.
  const numbered = record.fields.creditNoteNumber ? {} : { creditNoteNumber: takeNumber(account, 'CN') };
  const people = { ...ownerFields(account), ...customerFields(account, record) };
  const defaults = { ...CREDIT_NOTE_DEFAULTS, ...people, ...dated, ...numbered };
  const fields = readDates(record.fields, CREDIT_NOTE.dates);
  return makeDocument(account, { model: 'CreditNote', defaults, fields, atMs: record.atMs });
}

/** In every status, spread over all contacts. */
function sample(account: Account) {
  const contactOf = contactsInTurn(account);
  return (n: number, atMs: number) => {
    const at = berlinIso(atMs);
    const status = ['100', '200', '750', '1000'][n % 4];
    const opened = status !== '100' && { sendType: 'VPDF', sendDate: at, enshrined: at };
    const paid = (status === '750' || status === '1000') && { payDate: at };
    const positions = [{ name: `Erstattung ${n}`, price: String(10 + (n % 90)) }];
    return { ...contactOf(n), header: `Gutschrift ${n}`, status, ...opened, ...paid, positions };
  };
}
