import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import { takeNumber } from '../numbers/sequence.ts';
import type { ApiCall } from '../resources/resource.ts';
import { type Fields, isFields, reference, type WireRecord } from '../wire-record.ts';
import { checkNoCreditNote } from './credit-notes-of-invoice.ts';

const PARTLY_PAID = 'Partially Paid Invoices can not be deleted at the moment, book a credit invoice manually';

/** `POST /Invoice/{id}/cancelInvoice`: 201 with the cancellation, its contact and rule written out (measured). */
export function cancelInvoiceCall({ account, id }: ApiCall): ApiAnswer {
  const cancellation = cancelInvoice(account, account.get('Invoice', id));
  const contact = account.find('Contact', reference(cancellation.contact)?.id ?? '');
  const additionalInformation = { creditVoucher: false };
  return objects({ ...cancellation, additionalInformation, ...(contact && { contact }) }, 201);
}

/**
 * Cancels: a cancellation (SR) with negative sums, the same note and the original as `origin`; the original becomes 1000
 * and keeps its `paidAmount`, for sevdesk has no status "cancelled" (measured).
 * @throws ApiError
 */
export function cancelInvoice(account: Account, original: WireRecord): WireRecord {
  checkCancellable(account, original);
  const cancellation = account.insert('Invoice', cancellationFields(account, original));
  for (const position of account.positions(original)) {
    const { id: _, create: _create, update: _update, ...fields } = position;
    const invoice = { id: cancellation.id, objectName: 'Invoice' };
    account.insert('InvoicePos', { ...fields, ...negated(position), invoice });
  }
  account.change(original, { status: '1000' });
  // Measured: both carry the same second.
  original.update = cancellation.update;
  return cancellation;
}

function checkCancellable(account: Account, original: WireRecord): void {
  const { id, status, invoiceType } = original;
  // Assumed: no recorded answers for drafts and for cancellations.
  if (status === '100') throw refuse(400, 'A draft can not be cancelled');
  if (invoiceType === 'SR') throw refuse(422, 'A cancellation invoice can not be cancelled');
  const isCancelled = account.records('Invoice').some(({ origin, invoiceType: type }) => {
    return type === 'SR' && isFields(origin) && origin.id === id;
  });
  // Measured: 422; the code as clients report it.
  if (isCancelled) throw refuse(422, 'invoice already canceled', 421);
  // Measured.
  checkNoCreditNote(account, original);
  // Measured: an error inside HTTP 200.
  if (status === '750') throw refuse(200, PARTLY_PAID, 390);
}

function cancellationFields(account: Account, original: WireRecord): Fields {
  const { id: _, create: _create, update: _update, ...fields } = original;
  const now = berlinIso(account.now);
  const invoiceNumber = takeNumber(account, 'RE');
  return {
    ...fields,
    ...negated(original),
    invoiceNumber,
    invoiceType: 'SR',
    header: `Stornorechnung Nr. ${invoiceNumber} zur Rechnung Nr. ${String(original.invoiceNumber)}`,
    origin: { id: original.id, objectName: 'Invoice' },
    invoiceDate: now,
    status: '1000',
    enshrined: now,
    sendDate: null,
    sendType: 'VPDF',
    payDate: null,
    paidAmount: 0,
  };
}

/** All sums of a record with the other sign. */
function negated(record: WireRecord): Fields {
  const sums = Object.entries(record).filter(([name]) => name.startsWith('sum') || name.startsWith('price'));
  return Object.fromEntries(sums.map(([name, value]) => [name, negative(String(value))]));
}

function negative(amount: string): string {
  if (amount === '0') return amount;
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}
