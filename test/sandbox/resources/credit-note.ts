import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { readDates } from '../date-input.ts';
import { ADDRESS_DEFAULTS, DISCOUNT_SUMS, FOREIGN_SUMS, NO_SUMS } from '../documents/document-fields.ts';
import { customerFields, makeDocument, ownerFields } from '../documents/make-document.ts';
import { contactsInTurn } from '../documents/some-contact.ts';
import { equals, from, refersTo, until } from '../http/filter.ts';
import type { WireRecord } from '../wire-record.ts';
import { onlyInStatus } from './deletion.ts';
import type { NewRecord, Resource } from './resource.ts';

const DATES = ['creditNoteDate', 'deliveryDate', 'deliveryDateUntil'];

/** What sevdesk fills in (measured): unlike an invoice, a credit note has no `paidAmount`. */
const DEFAULTS = {
  creditNoteNumber: null,
  creditNoteDate: null,
  header: null,
  headText: null,
  footText: null,
  timeToPay: null,
  discountTime: '0',
  discount: '0',
  payDate: null,
  deliveryDate: null,
  deliveryDateUntil: null,
  status: '100',
  smallSettlement: '0',
  taxRate: '0',
  taxText: null,
  taxType: null,
  sendDate: null,
  creditNoteType: 'CN',
  accountIntervall: null,
  accountLastCreditNote: null,
  accountNextCreditNote: null,
  accountEndDate: null,
  reminderTotal: null,
  reminderDebit: null,
  reminderDeadline: null,
  reminderCharge: null,
  currency: 'EUR',
  customerInternalNote: null,
  taxNumber: null,
  vatNumber: null,
  showNet: '1',
  enshrined: null,
  sendType: null,
  bookingCategory: 'PROVISION',
  isTransferred: '0',
  ...ADDRESS_DEFAULTS,
  ...NO_SUMS,
  ...DISCOUNT_SUMS,
  ...FOREIGN_SUMS,
};

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
  make,
  sample,
};

function make(account: Account, record: NewRecord): WireRecord {
  const at = berlinIso(record.atMs);
  const dated = { creditNoteDate: at, deliveryDate: at };
  // Practice: drafts have their number already.
  const numbered = record.fields.creditNoteNumber ? {} : { creditNoteNumber: nextNumber(account) };
  const defaults = { ...DEFAULTS, ...ownerFields(account), ...customerFields(account, record), ...dated, ...numbered };
  return makeDocument(account, {
    model: 'CreditNote',
    defaults,
    fields: readDates(record.fields, DATES),
    atMs: record.atMs,
  });
}

function nextNumber(account: Account): string {
  return `GU-${account.nextNumber('CreditNote')}`;
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
