import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { readDate } from '../date-input.ts';
import { centsText, decimal, parseDecimal, toCents } from '../decimal.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import type { ApiCall } from '../resources/resource.ts';
import { reference, type WireRecord } from '../wire-record.ts';

/** `PUT /Invoice/{id}/bookAmount` (documentation). The check account may be any: there are none in the sandbox yet. */
export function bookAmount({ account, id, body }: ApiCall): ApiAnswer {
  const invoice = account.get('Invoice', id);
  const amount = parseDecimal(body.amount);
  if (!amount || !body.date || !body.type || !reference(body.checkAccount)) {
    throw refuse(400, 'amount, date, type and checkAccount are required');
  }
  return objects(pay(account, invoice, { cents: toCents(amount), date: readDate(body.date) }));
}

/**
 * Books a payment: partly paid is 750, paid is 1000 (documentation). Answers sevdesk's log entry, whose field really is
 * spelled `ammountPayed`.
 * @throws ApiError for drafts and for what is paid
 */
export function pay(
  account: Account,
  invoice: WireRecord,
  { cents, date }: { cents: bigint; date?: string | undefined },
) {
  // Practice: the message as clients report it.
  if (invoice.status === '100') throw refuse(400, 'A draft can not be paid');
  // Measured: code 750. A cancelled invoice has status 1000 too.
  if (invoice.status === '1000') throw refuse(422, 'The invoice is already paid', 750);
  const paid = toCents(decimal(invoice.paidAmount)) + cents;
  const fromStatus = invoice.status;
  const toStatus = paid >= toCents(decimal(invoice.sumGross)) ? '1000' : '750';
  const bookingDate = date ?? berlinIso(account.now);
  account.change(invoice, { status: toStatus, paidAmount: centsText(paid), payDate: bookingDate });
  const of = { id: invoice.id, objectName: 'Invoice' };
  return account.insert('InvoiceLog', {
    invoice: of,
    fromStatus,
    toStatus,
    ammountPayed: centsText(cents),
    bookingDate,
  });
}

/** What is still to be paid, in cents. */
export function openCents({ sumGross, paidAmount }: WireRecord): bigint {
  return toCents(decimal(sumGross)) - toCents(decimal(paidAmount));
}
