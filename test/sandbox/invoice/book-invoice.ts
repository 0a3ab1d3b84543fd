import type { Account } from '../account.ts';
import { centsText, decimal, toCents } from '../decimal.ts';
import { type Payable, pay } from '../documents/book-amount.ts';
import { INVOICE } from '../documents/document-kind.ts';
import type { WireRecord } from '../wire-record.ts';

/** An invoice shows what was paid in `paidAmount` (measured). */
export const PAYABLE_INVOICE: Payable = {
  kind: INVOICE,
  sign: 1n,
  paid: (_, { paidAmount }) => toCents(decimal(paidAmount)),
  paidFields: (cents) => ({ paidAmount: centsText(cents) }),
};

/**
 * As the web interface would: everything that is open, unless told.
 * @param amount decimal text
 * @throws ApiError for drafts and for what is paid
 */
export function payInvoice(account: Account, invoice: WireRecord, amount?: string): void {
  const open = toCents(decimal(invoice.sumGross)) - toCents(decimal(invoice.paidAmount));
  pay(account, PAYABLE_INVOICE, { document: invoice, cents: amount === undefined ? open : toCents(decimal(amount)) });
}
