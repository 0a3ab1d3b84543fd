import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { readDates } from '../date-input.ts';
import { FOREIGN_SUMS, NO_SUMS } from '../documents/document-fields.ts';
import { ownerFields, positionsIn } from '../documents/make-document.ts';
import { contactsInTurn } from '../documents/some-contact.ts';
import { saveVoucherPosition, voucherSumFields } from '../documents/voucher-positions.ts';
import { contains, equals, from, refersTo, TIME_FILTERS, until } from '../http/filter.ts';
import { pick, type WireRecord, wireFields, writeFields } from '../wire-record.ts';
import { onlyInStatus } from './deletion.ts';
import type { NewRecord, Resource } from './resource.ts';

const DATES = ['voucherDate', 'deliveryDate', 'deliveryDateUntil', 'paymentDeadline'];
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
  taxRule: { id: '9', objectName: 'TaxRule' },
  ...NO_SUMS,
  ...VOUCHER_FOREIGN_SUMS,
};

/** Receipts: expenses (C) and revenue (D). Source: sevdesk's documentation, "Voucher". */
export const voucher: Resource = {
  path: 'Voucher',
  model: 'Voucher',
  filters: {
    status: equals('status'),
    creditDebit: equals('creditDebit'),
    voucherType: equals('voucherType'),
    // Measured: a substring.
    descriptionLike: contains('description'),
    'contact[id]': refersTo('contact', 'Contact', 'supplier'),
    startDate: from('voucherDate'),
    endDate: until('voucherDate'),
    ...TIME_FILTERS,
  },
  remove: onlyInStatus('50'),
  make,
  sample,
};

function make(account: Account, { fields, atMs }: NewRecord): WireRecord {
  const { positions, ...rest } = readDates(fields, DATES);
  const at = berlinIso(atMs);
  const { createUser } = ownerFields(account);
  const defaults = { ...DEFAULTS, createUser, voucherDate: at, deliveryDate: at };
  const record = account.insert('Voucher', wireFields(defaults, rest), atMs);
  const saved = positionsIn(positions).map((position) => saveVoucherPosition(account, record, position));
  const sums = voucherSumFields(saved);
  writeFields(record, { ...sums, ...pick(rest, Object.keys(sums)) });
  return record;
}

/** Expenses and revenue in every status; every other one names its supplier by a contact. */
function sample(account: Account) {
  const supplierOf = contactsInTurn(account, 'supplier');
  return (n: number, atMs: number) => {
    const euros = 10 + (n % 90);
    const status = ['50', '100', '150', '750', '1000'][n % 5] ?? '50';
    const paidShares: Readonly<Record<string, number>> = { 750: 0.5, 1000: 1 };
    const share = paidShares[status];
    const paid = share !== undefined && { payDate: berlinIso(atMs), paidAmount: Math.round(euros * 119 * share) / 100 };
    return {
      ...(n % 2 === 0
        ? supplierOf(n)
        : { supplierName: `Lieferant ${n} GmbH`, supplierNameAtSave: `Lieferant ${n} GmbH` }),
      description: `Beleg ${n}`,
      creditDebit: n % 7 === 6 ? 'D' : 'C',
      status,
      ...paid,
      ...(status === '1000' && { enshrined: berlinIso(atMs) }),
      positions: [{ sumNet: String(euros), comment: `Posten ${n}` }],
    };
  };
}
