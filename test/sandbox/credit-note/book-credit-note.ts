import { logsOf } from '../booking/settle-transaction.ts';
import { decimal, toCents } from '../decimal.ts';
import type { Payable } from '../documents/book-amount.ts';
import { CREDIT_NOTE } from '../documents/document-kind.ts';

/** A credit note shows what was paid in its status only (measured). */
export const PAYABLE_CREDIT_NOTE: Payable = {
  kind: CREDIT_NOTE,
  sign: -1n,
  paid: (account, creditNote) =>
    logsOf(account, 'object', creditNote).reduce((sum, { amountPaid }) => sum - toCents(decimal(amountPaid)), 0n),
  paidFields: () => ({}),
};
