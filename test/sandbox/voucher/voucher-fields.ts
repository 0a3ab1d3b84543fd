import type { Account } from '../account.ts';
import { readDate, readDates } from '../date-input.ts';
import { FOREIGN_SUMS, NO_SUMS } from '../documents/document-fields.ts';
import { ownerFields } from '../documents/make-document.ts';
import { type Fields, pick } from '../wire-record.ts';

const DATES = [
  'voucherDate',
  'deliveryDate',
  'deliveryDateUntil',
  'paymentDeadline',
  'propertyForeignCurrencyDeadline',
  'payDate',
];
const { sumDiscountsForeignCurrency: _, ...VOUCHER_FOREIGN_SUMS } = FOREIGN_SUMS;

/** What sevdesk fills in (measured). */
const DEFAULTS = {
  voucherDate: null,
  supplierName: null,
  description: null,
  resultDisdar: null,
  payDate: null,
  status: '50',
  currency: 'EUR',
  showNet: '1',
  paidAmount: 0,
  taxType: null,
  creditDebit: 'C',
  hidden: '0',
  voucherType: 'VOU',
  recurringIntervall: null,
  recurringInterval: null,
  recurringStartDate: null,
  recurringNextVoucher: null,
  recurringLastVoucher: null,
  recurringEndDate: null,
  enshrined: null,
  sendType: null,
  inSource: null,
  iban: null,
  accountingSpecialCase: null,
  paymentDeadline: null,
  tip: '0',
  mileageRate: '0',
  selectedForPaymentFile: '0',
  supplierNameAtSave: null,
  taxmaroStockAccount: null,
  vatNumber: null,
  deliveryDate: null,
  deliveryDateUntil: null,
  sumDiscountNet: '0',
  sumDiscountGross: '0',
  ...NO_SUMS,
  ...VOUCHER_FOREIGN_SUMS,
};

/** What `PUT /Voucher/{id}` changes: simple values (documentation, "Voucher"). */
const SIMPLE = [
  'voucherDate',
  'deliveryDate',
  'deliveryDateUntil',
  'paymentDeadline',
  'supplier',
  'supplierName',
  'description',
  'costCentre',
];
const SAVED = [
  ...SIMPLE,
  'status',
  'currency',
  'creditDebit',
  'voucherType',
  'taxRule',
  'taxType',
  'taxSet',
  'propertyForeignCurrencyDeadline',
  'propertyExchangeRate',
];

/** What vouchers refer to. */
export const VOUCHER_REFERENCES = { supplier: 'Contact', taxRule: 'TaxRule' };

/** An empty draft. */
export function emptyVoucher(account: Account): Fields {
  const { createUser } = ownerFields(account);
  return { ...DEFAULTS, createUser };
}

/** What of a client's voucher `saveVoucher` takes over. */
export function savedFields(voucher: Fields): Fields {
  return withDates(pick(voucher, SAVED));
}

/** What of a client's voucher `PUT /Voucher/{id}` takes over. */
export function simpleFields(voucher: Fields): Fields {
  return withDates(pick(voucher, SIMPLE));
}

/** Dates in their wire form. */
export function withDates(fields: Fields): Fields {
  return readDates(fields, DATES);
}

/** The date fields that hold no date. */
export function brokenDates(voucher: Fields): string[] {
  return DATES.filter((name) => voucher[name] && readDate(voucher[name]) === undefined);
}
