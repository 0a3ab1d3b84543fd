import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { bookTransaction } from '../booking/book-transaction.ts';
import { checkPaymentType, statusAfterPayment } from '../booking/payment-type.ts';
import { readDate } from '../date-input.ts';
import { centsText, decimal, parseDecimal, toCents } from '../decimal.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import type { Action, ApiCall } from '../resources/resource.ts';
import { type Fields, reference, type WireRecord } from '../wire-record.ts';
import type { DocumentKind } from './document-kind.ts';

/** Types of payments that may be more than is open: fees of reminders, and other reasons (documentation). */
const HIGHER_TYPES: readonly string[] = ['O', 'OF'];

/** How payments of a kind of document are kept. */
export interface Payable {
  readonly kind: DocumentKind;
  /** The sign of the transactions that pay it: a credit note is paid with a negative amount (measured). */
  readonly sign: 1n | -1n;
  /** What was paid so far, in cents, above 0. */
  readonly paid: (account: Account, document: WireRecord) => bigint;
  /** How the document shows it. */
  readonly paidFields: (cents: bigint) => Fields;
}

/** One payment on one document. */
interface Booking {
  readonly document: WireRecord;
  /** In cents, above 0 where it pays the document, whatever the sign of its transaction. */
  readonly paid: bigint;
  readonly paidBefore: bigint;
  /** In its wire form. */
  readonly bookingDate: string;
  readonly type?: unknown;
}

/** `PUT /X/{id}/bookAmount` (documentation, "How to book an invoice"). */
export function bookAmount(payable: Payable): Action {
  const run = ({ account, id, body }: ApiCall): ApiAnswer => {
    const document = account.get(payable.kind.model, id);
    const cents = readCents(body);
    checkPayable(document);
    checkPaymentType(body.type);
    const bookingDate = bookingDateOf(account, body);
    const paidBefore = payable.paid(account, document);
    const booking = { document, paid: payable.sign * cents, paidBefore, bookingDate, type: body.type };
    checkNotTooMuch(booking);
    bookTransaction(account, { document, cents, bookingDate, body, transaction: partner(account, payable, document) });
    return objects(keep(account, payable, booking));
  };
  return { method: 'PUT', path: '{id}/bookAmount', run };
}

/**
 * Books a payment that has no transaction.
 * @throws ApiError for drafts and for what is paid
 */
export function pay(account: Account, payable: Payable, payment: { document: WireRecord; cents: bigint }): WireRecord {
  const { document, cents } = payment;
  checkPayable(document);
  const paidBefore = payable.paid(account, document);
  return keep(account, payable, { document, paid: cents, paidBefore, bookingDate: berlinIso(account.now) });
}

/**
 * Partly paid is 750, paid is 1000 (documentation); an amount with the wrong sign leaves less than nothing paid (measured for
 * vouchers, assumed here). Answers the log entry, whose field really is spelled `ammountPayed` (documentation).
 */
function keep(account: Account, { kind, paidFields }: Payable, booking: Booking): WireRecord {
  const { document, paidBefore, bookingDate, type } = booking;
  const fromStatus = document.status;
  const paid = paidBefore + booking.paid;
  const toStatus = statusAfterPayment({ paid, sum: toCents(decimal(document.sumGross)), type });
  account.change(document, { status: toStatus, payDate: bookingDate, ...paidFields(paid) });
  return account.insert(`${kind.model}Log`, {
    update: undefined,
    [kind.key]: reference(document),
    fromStatus,
    toStatus,
    ammountPayed: centsText(booking.paid),
    bookingDate,
  });
}

function readCents({ amount, date, type, checkAccount }: Fields): bigint {
  const read = parseDecimal(amount);
  // Documentation: all of them; the wording is assumed.
  if (!read || read.units === 0n || !readDate(date) || !type || !reference(checkAccount)) {
    throw refuse(400, 'amount, date, type and checkAccount are required');
  }
  return toCents(read);
}

function checkPayable({ objectName, status }: WireRecord): void {
  // Practice: the message as clients report it.
  if (status === '100') throw refuse(400, 'A draft can not be paid');
  // Measured: code 750. A cancelled invoice has status 1000 too.
  if (status === '1000') throw refuse(422, `The ${objectName} is already paid`, 750);
}

/** Measured for vouchers: more than is open is refused as if it were paid; that fees may exceed it is assumed. */
function checkNotTooMuch({ document, paid, paidBefore, type }: Booking): void {
  const isTooMuch = paidBefore + paid > toCents(decimal(document.sumGross));
  if (isTooMuch && !HIGHER_TYPES.includes(String(type))) {
    throw refuse(422, 'The amount is higher than what is open', 750);
  }
}

/** Measured: a payment is dated by the transaction's value date. */
function bookingDateOf(account: Account, { date, checkAccountTransaction }: Fields): string {
  const given = reference(checkAccountTransaction);
  const valueDate = given && account.get('CheckAccountTransaction', given.id).valueDate;
  return String(valueDate ?? readDate(date));
}

/** Whom and what a new transaction names (assumed). */
function partner(account: Account, { kind }: Payable, document: WireRecord): Fields {
  const contact = account.find('Contact', reference(document.contact)?.id ?? '');
  return { payeePayerName: contact?.name ?? contact?.familyname, paymtPurpose: document[kind.numberField] };
}
