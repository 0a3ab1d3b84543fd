import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { bookAmount } from '../documents/book-amount.ts';
import { getDiscounts } from '../documents/discounts.ts';
import { INVOICE } from '../documents/document-kind.ts';
import { customerFields } from '../documents/make-document.ts';
import { getPositions } from '../documents/positions.ts';
import { getXml, render } from '../documents/render-document.ts';
import { lifecycleActions } from '../documents/reset-document.ts';
import { sendingActions } from '../documents/send-document.ts';
import { contactsInTurn } from '../documents/some-contact.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { equals, from, refersTo, TIME_FILTERS, until } from '../http/filter.ts';
import { PAYABLE_INVOICE } from '../invoice/book-invoice.ts';
import { cancelInvoiceCall } from '../invoice/cancel-invoice.ts';
import { createInvoiceFromOrder } from '../invoice/create-from-order.ts';
import { withDates } from '../invoice/invoice-fields.ts';
import { INVOICE_SENDING } from '../invoice/open-invoice.ts';
import { RESETTING_INVOICE } from '../invoice/reset-invoice.ts';
import { makeInvoice, saveInvoice } from '../invoice/save-invoice.ts';
import { takeNumber } from '../numbers/sequence.ts';
import type { WireRecord } from '../wire-record.ts';
import { onlyInStatus } from './deletion.ts';
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
  isListed: (query) =>
    query.get('showAll') === 'true' ? undefined : ({ invoiceType }) => invoiceType !== 'WKR' && invoiceType !== 'MA',
  remove: onlyInStatus('100'),
  actions: [
    { method: 'POST', path: 'Factory/saveInvoice', run: saveInvoice },
    { method: 'POST', path: 'Factory/createInvoiceFromOrder', run: createInvoiceFromOrder },
    { method: 'GET', path: '{id}/getPositions', run: getPositions('Invoice') },
    { method: 'GET', path: '{id}/getDiscounts', run: getDiscounts('Invoice') },
    { method: 'GET', path: '{id}/getIsPartiallyPaid', run: getIsPartiallyPaid },
    ...sendingActions(INVOICE_SENDING),
    render(INVOICE),
    getXml(INVOICE),
    bookAmount(PAYABLE_INVOICE),
    { method: 'POST', path: '{id}/cancelInvoice', run: cancelInvoiceCall },
    ...lifecycleActions(RESETTING_INVOICE),
  ],
  make,
  sample,
};

/** `GET /Invoice/{id}/getIsPartiallyPaid` (documentation). */
function getIsPartiallyPaid({ account, id }: ApiCall): ApiAnswer {
  return objects(account.get('Invoice', id).status === '750');
}

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
    return { ...about, ...opened, invoiceNumber: takeNumber(account, 'RE'), ...paid };
  };
}
