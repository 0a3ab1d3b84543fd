import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { customerFields } from '../documents/make-document.ts';
import { getPositions } from '../documents/positions.ts';
import { contactsInTurn } from '../documents/some-contact.ts';
import { equals, from, refersTo, TIME_FILTERS, until } from '../http/filter.ts';
import { bookAmount } from '../invoice/book-amount.ts';
import { cancelInvoiceCall } from '../invoice/cancel-invoice.ts';
import { withDates } from '../invoice/invoice-fields.ts';
import { getPdf, resetToDraft, sendBy, sendViaEmail } from '../invoice/open-invoice.ts';
import { makeInvoice, saveInvoice } from '../invoice/save-invoice.ts';
import type { WireRecord } from '../wire-record.ts';
import { onlyInStatus } from './deletion.ts';
import type { NewRecord, Resource } from './resource.ts';

/** Invoices of all types. Source: sevdesk's documentation, "Invoice". */
export const invoice: Resource = {
  path: 'Invoice',
  model: 'Invoice',
  filters: {
    status: equals('status'),
    invoiceNumber: equals('invoiceNumber'),
    'contact[id]': refersTo('contact', 'Contact'),
    startDate: from('invoiceDate'),
    endDate: until('invoiceDate'),
    // Measured: exact, and only spelled right; the documentation's "customerIntenalNote" is ignored.
    customerInternalNote: equals('customerInternalNote'),
    ...TIME_FILTERS,
  },
  // Documentation, "Invoice": recurring templates (WKR) and reminders (MA) only with showAll; RE and SR measured.
  isListed: (query) =>
    query.get('showAll') === 'true' ? undefined : ({ invoiceType }) => invoiceType !== 'WKR' && invoiceType !== 'MA',
  remove: onlyInStatus('100'),
  actions: [
    { method: 'POST', path: 'Factory/saveInvoice', run: saveInvoice },
    { method: 'GET', path: '{id}/getPositions', run: getPositions('Invoice') },
    { method: 'GET', path: '{id}/getPdf', run: getPdf },
    { method: 'PUT', path: '{id}/sendBy', run: sendBy },
    { method: 'POST', path: '{id}/sendViaEmail', run: sendViaEmail },
    { method: 'PUT', path: '{id}/bookAmount', run: bookAmount },
    { method: 'POST', path: '{id}/cancelInvoice', run: cancelInvoiceCall },
    { method: 'PUT', path: '{id}/resetToDraft', run: resetToDraft },
  ],
  make,
  sample,
};

function make(account: Account, record: NewRecord): WireRecord {
  const { fields, atMs } = record;
  const defaults = {
    ...customerFields(account, record),
    timeToPay: '14',
    invoiceDate: berlinIso(atMs),
    deliveryDate: berlinIso(atMs),
  };
  return makeInvoice(account, { fields: { ...defaults, ...withDates(fields) }, atMs });
}

/** Every fourth is a draft and every fourth is paid, the others are open; they are spread over all contacts. */
function sample(account: Account) {
  const contactOf = contactsInTurn(account);
  return (n: number, atMs: number) => {
    const euros = 10 + (n % 90);
    const about = {
      ...contactOf(n),
      header: `Rechnung ${n}`,
      customerInternalNote: `SEED-${n}`,
      positions: [{ name: `Leistung ${n}`, price: String(euros) }],
    };
    if (n % 4 === 3) return about;
    const at = berlinIso(atMs);
    const paid = n % 4 === 0 && { status: '1000', paidAmount: (euros * 119) / 100, payDate: at };
    const opened = { status: '200', sendType: 'VPDF', sendDate: at, enshrined: at };
    return { ...about, ...opened, invoiceNumber: `RE-${account.nextNumber('Invoice')}`, ...paid };
  };
}
