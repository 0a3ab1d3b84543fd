import { ADDRESS_DEFAULTS, DISCOUNT_SUMS, FOREIGN_SUMS, NO_SUMS } from '../documents/document-fields.ts';
import type { Fields } from '../wire-record.ts';

/** What clients may write, with what sevdesk fills in (documentation; the fields are those seen in practice). */
const WRITABLE_DEFAULTS = {
  orderNumber: null,
  orderDate: null,
  status: '100',
  header: null,
  headText: null,
  footText: null,
  deliveryTerms: null,
  paymentTerms: null,
  version: '0',
  smallSettlement: '0',
  taxRate: '0',
  taxText: null,
  taxType: null,
  orderType: 'AN',
  sendDate: null,
  sendType: null,
  currency: 'EUR',
  customerInternalNote: null,
  showNet: '1',
  ...ADDRESS_DEFAULTS,
};

/** An empty draft. */
export const ORDER_DEFAULTS: Fields = {
  ...WRITABLE_DEFAULTS,
  weight: '0',
  ...NO_SUMS,
  ...DISCOUNT_SUMS,
  ...FOREIGN_SUMS,
};

/** What of a client's order is taken over; its status is among it (documentation, "Order"). */
export const ORDER_WRITABLE: readonly string[] = [
  ...Object.keys(WRITABLE_DEFAULTS),
  'contact',
  'contactPerson',
  'addressCountry',
  'deliveryAddressCountry',
  'taxRule',
  'origin',
];
