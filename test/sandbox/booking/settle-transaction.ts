import type { Account } from '../account.ts';
import { decimal, toCents } from '../decimal.ts';
import { refuse } from '../http/api-error.ts';
import { type Reference, reference, type WireRecord } from '../wire-record.ts';

/**
 * A transaction's status by what is booked on it: created, linked, or booked (documentation, "CheckAccountTransaction"); that
 * only a wholly used one counts as booked is assumed.
 */
export function settleTransaction(account: Account, transaction: WireRecord): WireRecord {
  const booked = logsOf(account, 'checkAccountTransaction', transaction).map(({ amountPaid }) =>
    toCents(decimal(amountPaid)),
  );
  const sum = booked.reduce((total, cents) => total + cents, 0n);
  const isWhollyUsed = sum === toCents(decimal(transaction.amount));
  return account.change(transaction, { status: booked.length === 0 ? '100' : isWhollyUsed ? '400' : '200' });
}

/**
 * Takes a document's payments back (documentation: "linked payments will be unlinked"). Their transactions stay, and can be
 * booked again (assumed).
 * @throws ApiError when one of them is enshrined (documentation, "CheckAccountTransaction"; the wording is assumed)
 */
export function unlinkTransactions(account: Account, document: WireRecord): void {
  const logs = logsOf(account, 'object', document);
  const transactions = logs.map((log) => transactionOf(account, log));
  if (transactions.some(({ enshrined }) => enshrined)) throw refuse(422, 'A linked transaction is enshrined');
  for (const { objectName, id } of logs) account.remove(objectName, id);
  for (const transaction of new Set(transactions)) settleTransaction(account, transaction);
}

/** What is booked on a transaction (`checkAccountTransaction`), or with a document (`object`). */
export function logsOf(account: Account, field: string, { objectName, id }: Reference): WireRecord[] {
  return account.records('CheckAccountTransactionLog').filter((log) => {
    const found = reference(log[field]);
    return found?.id === id && found.objectName === objectName;
  });
}

function transactionOf(account: Account, log: WireRecord): WireRecord {
  return account.get('CheckAccountTransaction', reference(log.checkAccountTransaction)?.id ?? '');
}
