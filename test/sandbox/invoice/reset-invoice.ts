import type { Account } from '../account.ts';
import type { Resetting } from '../documents/reset-document.ts';
import { refuse } from '../http/api-error.ts';
import type { WireRecord } from '../wire-record.ts';
import { checkNoCreditNote } from './credit-notes-of-invoice.ts';

export const RESETTING_INVOICE: Resetting = { model: 'Invoice', check: checkResettable, unpaid: { paidAmount: 0 } };

function checkResettable(account: Account, invoice: WireRecord): void {
  // Documentation, "resetToOpen": not for recurring invoices; the wording is assumed.
  if (invoice.invoiceType === 'WKR') throw refuse(422, 'Recurring invoices can not be reset');
  // Measured.
  checkNoCreditNote(account, invoice);
}
