import type { Account } from '../account.ts';
import { centsText } from '../decimal.ts';
import { refuse } from '../http/api-error.ts';
import { expectedReference } from '../http/expected-reference.ts';
import { makeTransaction } from '../resources/check-account-transaction.ts';
import { type Fields, reference, type WireRecord } from '../wire-record.ts';
import { settleTransaction } from './settle-transaction.ts';

/** A payment to be booked on a document. */
export interface Payment {
  readonly document: WireRecord;
  /** With the sign of the transaction: money that leaves is negative (measured). */
  readonly cents: bigint;
  /** In its wire form. */
  readonly bookingDate: string;
  /** The body of `bookAmount`: its `checkAccount` and `checkAccountTransaction`. */
  readonly body: Fields;
  /** Of the transaction that is made where none is to be given (assumed). */
  readonly transaction?: Fields;
}

/**
 * Books a payment with a transaction: one that exists on an online account, a new one elsewhere (documentation, "Book an
 * invoice"). Checks everything before it writes anything.
 * @throws ApiError
 */
export function bookTransaction(account: Account, payment: Payment): WireRecord {
  const { document, cents, bookingDate } = payment;
  const transaction = givenTransaction(account, payment.body) ?? newTransaction(account, payment);
  const log = account.insert('CheckAccountTransactionLog', {
    update: undefined,
    checkAccountTransaction: reference(transaction),
    fromStatus: transaction.status,
    // Measured: a number.
    amountPaid: Number(centsText(cents)),
    bookingDate,
    object: reference(document),
  });
  log.toStatus = settleTransaction(account, transaction).status;
  return transaction;
}

/** The existing transaction, undefined on accounts that make their own. Statuses and wording are assumed. */
function givenTransaction(account: Account, body: Fields): WireRecord | undefined {
  const checkAccountId = reference(body.checkAccount)?.id;
  if (!checkAccountId) throw expectedReference('checkAccount', body.checkAccount);
  const isOnline = account.get('CheckAccount', checkAccountId).type === 'online';
  const given = reference(body.checkAccountTransaction);
  if (isOnline && !given) throw refuse(422, 'checkAccountTransaction is required for online checkaccounts');
  if (!isOnline && given) throw refuse(422, 'checkAccountTransaction can only be given for online checkaccounts');
  return given && bookableTransaction(account, given.id, checkAccountId);
}

function bookableTransaction(account: Account, id: string, checkAccountId: string): WireRecord {
  const transaction = account.get('CheckAccountTransaction', id);
  if (reference(transaction.checkAccount)?.id !== checkAccountId) {
    throw refuse(422, 'The transaction belongs to another checkaccount');
  }
  if (transaction.deletedAt !== null || transaction.status === '400') {
    throw refuse(422, 'The transaction can not be booked');
  }
  return transaction;
}

function newTransaction(account: Account, { cents, bookingDate, body, transaction }: Payment): WireRecord {
  const fields = { amount: centsText(cents), valueDate: bookingDate, checkAccount: body.checkAccount, ...transaction };
  return makeTransaction(account, { fields, atMs: account.now });
}
