import { ADDRESS_DEFAULTS, DISCOUNT_SUMS, FOREIGN_SUMS, NO_SUMS } from '../documents/document-fields.ts';
import type { Fields } from '../wire-record.ts';

/** What clients may write, with what sevdesk fills in (measured). */
const WRITABLE_DEFAULTS = {
  creditNoteNumber: null,
  creditNoteDate: null,
  header: null,
  headText: null,
  footText: null,
  timeToPay: null,
  discountTime: '0',
  discount: '0',
  ...ADDRESS_DEFAULTS,
  deliveryDate: null,
  deliveryDateUntil: null,
  smallSettlement: '0',
  taxRate: '0',
  taxText: null,
  taxType: null,
  creditNoteType: 'CN',
  currency: 'EUR',
  customerInternalNote: null,
  showNet: '1',
  bookingCategory: 'PROVISION',
};

/** An empty draft; unlike an invoice, a credit note has no `paidAmount` (measured). */
export const CREDIT_NOTE_DEFAULTS: Fields = {
  ...WRITABLE_DEFAULTS,
  ...NO_SUMS,
  ...FOREIGN_SUMS,
  ...DISCOUNT_SUMS,
  status: '100',
  payDate: null,
  sendDate: null,
  sendType: '0',
  enshrined: null,
  accountIntervall: null,
  accountLastCreditNote: null,
  accountNextCreditNote: null,
  accountEndDate: null,
  reminderTotal: null,
  reminderDebit: null,
  reminderDeadline: null,
  reminderCharge: null,
  taxNumber: null,
  vatNumber: null,
  isTransferred: '0',
};

/** What of a client's credit note is taken over. */
export const CREDIT_NOTE_WRITABLE: readonly string[] = [
  ...Object.keys(WRITABLE_DEFAULTS),
  'contact',
  'contactPerson',
  'addressCountry',
  'deliveryAddressCountry',
  'taxRule',
  'paymentMethod',
  'origin',
];
