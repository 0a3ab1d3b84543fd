import { bookTransaction } from '../booking/book-transaction.ts';
import { checkPaymentType, statusAfterPayment } from '../booking/payment-type.ts';
import { readDate } from '../date-input.ts';
import { centsText, decimal, parseDecimal, toCents } from '../decimal.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import type { ApiCall } from '../resources/resource.ts';
import { type Fields, reference, type WireRecord } from '../wire-record.ts';

/**
 * `PUT /Voucher/{id}/bookAmount` (documentation; the answer is measured). The amount has the sign of the transaction: negative
 * for an expense. A positive one is taken as well, and leaves it partly paid by less than nothing (measured).
 */
export function bookVoucher({ account, id, body }: ApiCall): ApiAnswer {
  const voucher = account.get('Voucher', id);
  const { cents, bookingDate } = readPayment(body);
  checkBookable(voucher);
  const transaction = { payeePayerName: voucher.supplierName ?? '', paymtPurpose: voucher.description };
  bookTransaction(account, { document: voucher, cents, bookingDate, body, transaction });
  const paidNow = voucher.creditDebit === 'C' ? -cents : cents;
  const paid = toCents(decimal(voucher.paidAmount)) + paidNow;
  const fromStatus = voucher.status;
  const toStatus = statusAfterPayment({ paid, sum: toCents(decimal(voucher.sumGross)), type: body.type });
  account.change(voucher, { status: toStatus, paidAmount: centsText(paid), payDate: bookingDate });
  const log = { voucher: reference(voucher), fromStatus, toStatus, amountPayed: centsText(paidNow), bookingDate };
  return objects(account.insert('VoucherLog', { update: undefined, ...log }));
}

/** @throws ApiError; the wording is assumed */
function readPayment(body: Fields): { cents: bigint; bookingDate: string } {
  const amount = parseDecimal(body.amount);
  if (!amount || !body.date || !body.type) throw refuse(400, 'amount, date, type and checkAccount are required');
  checkPaymentType(body.type);
  // Measured: ISO, unlike an invoice's Unix seconds.
  const isIso = typeof body.date === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(body.date);
  const bookingDate = isIso ? readDate(body.date) : undefined;
  if (!bookingDate) throw refuse(400, 'date must be a date-time');
  return { cents: toCents(amount), bookingDate };
}

function checkBookable({ status }: WireRecord): void {
  // Documentation, "sevdesk-Update 2.0"; practice: the message as clients report it of invoices.
  if (status === '50') throw refuse(400, 'A draft can not be paid');
  // Measured: code 751.
  if (status === '1000') throw refuse(422, 'The voucher is already paid', 751);
}
