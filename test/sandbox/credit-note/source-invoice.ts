import type { Account } from '../account.ts';
import { type Fields, type Reference, reference, type WireRecord } from '../wire-record.ts';

/** What `refSrcInvoice` names: a nested object (measured), or an id alone (documentation). */
export function sourceReference({ refSrcInvoice }: Fields): Reference | undefined {
  if (refSrcInvoice === undefined || refSrcInvoice === null) return undefined;
  return reference(refSrcInvoice) ?? { id: String(refSrcInvoice), objectName: 'Invoice' };
}

/**
 * The invoice that a credit note takes back a part of.
 * @throws ApiError 404
 */
export function sourceInvoice(account: Account, creditNote: Fields): WireRecord | undefined {
  const source = sourceReference(creditNote);
  return source && account.get('Invoice', source.id);
}
