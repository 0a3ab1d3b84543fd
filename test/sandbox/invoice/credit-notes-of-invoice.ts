import type { Account } from '../account.ts';
import { refuse } from '../http/api-error.ts';
import { type Reference, reference, type WireRecord } from '../wire-record.ts';

/** The credit notes that refer to an invoice. */
export function creditNotesOf(account: Account, { id }: Reference): WireRecord[] {
  return account.records('CreditNote').filter(({ refSrcInvoice }) => reference(refSrcInvoice)?.id === id);
}

/** @throws ApiError 422 with code 170 (measured) */
export function checkNoCreditNote(account: Account, invoice: Reference): void {
  if (creditNotesOf(account, invoice).length > 0) throw refuse(422, 'CreditNote exists', 170);
}
