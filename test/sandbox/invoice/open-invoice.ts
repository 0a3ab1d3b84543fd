import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { INVOICE } from '../documents/document-kind.ts';
import { checkEInvoice } from '../documents/e-invoice.ts';
import { markSent, type Sending } from '../documents/send-document.ts';
import { taxRuleId } from '../documents/tax-problem.ts';
import { refuse } from '../http/api-error.ts';
import { nextNumber, useUp } from '../numbers/sequence.ts';
import type { WireRecord } from '../wire-record.ts';

export const INVOICE_SENDING: Sending = { kind: INVOICE, open: openInvoice, answersMailInArray: false };

/**
 * Draft to open: number from the sequence, dates, and enshrined in the same second (measured).
 * @throws ApiError for what can't be opened
 */
export function openInvoice(account: Account, invoice: WireRecord, sendType: string): WireRecord {
  if (invoice.status === '100') checkOpenable(account, invoice);
  const invoiceNumber = invoice.invoiceNumber ?? nextNumber(account, 'RE');
  useUp(account, 'RE', invoiceNumber);
  const enshrined = invoice.enshrined ?? berlinIso(account.now);
  return markSent(account, invoice, { invoiceNumber, sendType, enshrined });
}

/** Measured: all this can be saved, and is found out here; statuses and wordings are assumed, but for e-invoices. */
function checkOpenable(account: Account, invoice: WireRecord): void {
  if (taxRuleId(invoice) === '11' && !account.identity.smallBusiness) {
    throw refuse(422, 'The tax rule KLEINUNTERNEHMER_P19 is not allowed for the account of this invoice', 7100);
  }
  if (String(invoice.sumGross).startsWith('-')) throw refuse(422, 'The sum of the invoice is negative', 7100);
  checkEInvoice(account, invoice);
}
