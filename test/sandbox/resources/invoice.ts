import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import { equals, from, refersTo, TIME_FILTERS, until } from '../http/filter.ts';
import { bookAmount } from '../invoice/book-amount.ts';
import { cancelInvoiceCall } from '../invoice/cancel-invoice.ts';
import { withDates } from '../invoice/invoice-fields.ts';
import { getPdf, resetToDraft, sendBy, sendViaEmail } from '../invoice/open-invoice.ts';
import { positionsOf } from '../invoice/positions.ts';
import { makeInvoice, saveInvoice } from '../invoice/save-invoice.ts';
import type { WireRecord } from '../wire-record.ts';
import { contact } from './contact.ts';
import type { ApiCall, NewRecord, Resource } from './resource.ts';

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
  isListed: ({ invoiceType }, query) =>
    query.get('showAll') === 'true' || (invoiceType !== 'WKR' && invoiceType !== 'MA'),
  remove: removeDraft,
  actions: [
    { method: 'POST', path: 'Factory/saveInvoice', run: saveInvoice },
    { method: 'GET', path: '{id}/getPositions', run: getPositions },
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

/** Measured: drafts only, though the endpoint is not documented. */
function removeDraft({ account }: ApiCall, { id, status }: WireRecord): void {
  if (status !== '100') {
    throw refuse(409, `Invoice can only be deleted in status 100 but is status ${String(status)}`, 159);
  }
  for (const position of positionsOf(account, id)) account.remove('InvoicePos', position.id);
}

function getPositions({ account, id, query }: ApiCall) {
  const positions = positionsOf(account, account.get('Invoice', id).id);
  const offset = Number(query.get('offset') ?? 0);
  return objects(positions.slice(offset, offset + Number(query.get('limit') ?? 100)));
}

function make(account: Account, { fields, atMs }: NewRecord): WireRecord {
  const customer =
    fields.contact ?? account.first('Contact') ?? contact.make?.(account, { fields: { name: 'Muster GmbH' }, atMs });
  const defaults = {
    contact: customer,
    addressCountry: { id: '1', objectName: 'StaticCountry' },
    taxRule: { id: '1', objectName: 'TaxRule' },
    taxText: 'Umsatzsteuer 19%',
    timeToPay: '14',
    invoiceDate: berlinIso(atMs),
    deliveryDate: berlinIso(atMs),
  };
  return makeInvoice(account, { fields: { ...defaults, ...withDates(fields) }, atMs });
}

/** Every fourth is a draft and every fourth is paid, the others are open; they are spread over all contacts. */
function sample(account: Account) {
  const contacts = account.records('Contact');
  return (n: number, atMs: number) => {
    const euros = 10 + (n % 90);
    const about = {
      contact: contacts[n % contacts.length],
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
