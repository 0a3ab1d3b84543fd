import { readDates } from '../date-input.ts';
import { ADDRESS_DEFAULTS, DISCOUNT_SUMS, FOREIGN_SUMS, NO_SUMS } from '../documents/document-fields.ts';
import { INVOICE } from '../documents/document-kind.ts';
import type { Fields } from '../wire-record.ts';

/** What clients may write, with what sevdesk fills in (measured). */
const WRITABLE_DEFAULTS = {
  invoiceNumber: null,
  invoiceDate: null,
  header: null,
  headText: null,
  footText: null,
  timeToPay: null,
  discountTime: null,
  discount: '0',
  ...ADDRESS_DEFAULTS,
  deliveryDate: null,
  deliveryDateUntil: null,
  smallSettlement: '0',
  taxRate: '0',
  taxText: null,
  taxType: null,
  invoiceType: 'RE',
  accountIntervall: null,
  currency: 'EUR',
  customerInternalNote: null,
  showNet: '1',
};

/** An empty draft: `sendType` "0" and no number (measured). */
export const INVOICE_DEFAULTS: Fields = {
  ...WRITABLE_DEFAULTS,
  ...NO_SUMS,
  ...FOREIGN_SUMS,
  ...DISCOUNT_SUMS,
  status: '100',
  payDate: null,
  sendDate: null,
  sendType: '0',
  enshrined: null,
  paidAmount: 0,
  dunningLevel: null,
  accountLastInvoice: null,
  accountNextInvoice: null,
  accountStartDate: null,
  accountEndDate: null,
  reminderTotal: null,
  reminderDebit: null,
  reminderDeadline: null,
  reminderCharge: '0',
  einvoiceReference: null,
  sepaMandateReference: null,
  sepaCreditorId: null,
  sepaPayerIban: null,
  sendPaymentReceivedNotificationDate: null,
};

/** What of a client's invoice is taken over; the rest is sevdesk's own business. */
export const INVOICE_WRITABLE: readonly string[] = [
  ...Object.keys(WRITABLE_DEFAULTS),
  'contact',
  'contactPerson',
  'addressCountry',
  'deliveryAddressCountry',
  'taxRule',
  'paymentMethod',
  'origin',
];

/** Dates in their wire form. */
export function withDates(fields: Fields): Fields {
  return readDates(fields, INVOICE.dates);
}
