import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { contactsInTurn } from '../documents/some-contact.ts';
import { checkReferences } from '../http/check-references.ts';
import { contains, equals, from, refersTo, TIME_FILTERS, until } from '../http/filter.ts';
import { bookVoucher } from '../voucher/book-voucher.ts';
import { checkDraft } from '../voucher/check-voucher.ts';
import { makeVoucher, saveVoucher } from '../voucher/save-voucher.ts';
import { uploadTempFile } from '../voucher/temp-file.ts';
import { simpleFields, VOUCHER_REFERENCES } from '../voucher/voucher-fields.ts';
import { enshrineVoucher, resetToDraft, resetToOpen } from '../voucher/voucher-status.ts';
import { onlyInStatus } from './deletion.ts';
import type { Resource } from './resource.ts';

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
  change: ({ account, body }, record) => {
    checkDraft(record);
    checkReferences(account, body, VOUCHER_REFERENCES);
    return account.change(record, simpleFields(body));
  },
  remove: onlyInStatus('50'),
  actions: [
    { method: 'POST', path: 'Factory/uploadTempFile', run: uploadTempFile },
    { method: 'POST', path: 'Factory/saveVoucher', run: saveVoucher },
    { method: 'PUT', path: '{id}/bookAmount', run: bookVoucher },
    { method: 'PUT', path: '{id}/enshrine', run: enshrineVoucher },
    { method: 'PUT', path: '{id}/resetToOpen', run: resetToOpen },
    { method: 'PUT', path: '{id}/resetToDraft', run: resetToDraft },
  ],
  make: (account, { fields, atMs }) => {
    const at = berlinIso(atMs);
    return makeVoucher(account, { fields: { voucherDate: at, deliveryDate: at, ...fields }, atMs });
  },
  sample,
};

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
