import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { readDate } from '../date-input.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import { contains, equals, from, refersTo, until, whenTrue } from '../http/filter.ts';
import { type Reference, reference, type WireRecord } from '../wire-record.ts';
import { checkAccount } from './check-account.ts';
import { onlyInStatus } from './deletion.ts';
import { plainRecord } from './plain-record.ts';
import type { ApiCall, NewRecord, Resource } from './resource.ts';

const NOT_ONLINE =
  'You can only create transactions on online checkaccounts. Use document bookAmount to create transactions on other types.';

const STATUSES = ['100', '200', '300', '350', '400'];

const plain = plainRecord({
  model: 'CheckAccountTransaction',
  defaults: {
    amount: '100',
    feeAmount: null,
    gvCode: null,
    entryText: null,
    primaNotaNo: null,
    paymtPurpose: null,
    payeePayerBankCode: null,
    payeePayerAcctNo: null,
    payeePayerName: 'Muster GmbH',
    status: '100',
    score: null,
    compareHash: null,
    enshrined: null,
    obonoReceiptUuid: null,
    externalId: null,
    deletedAt: null,
    restoredAt: null,
  },
  alsoWritable: ['valueDate', 'entryDate', 'checkAccount'],
  readOnly: ['deletedAt', 'restoredAt', 'enshrined'],
  dates: ['valueDate', 'entryDate'],
  decimals: ['amount'],
  refersTo: { checkAccount: 'CheckAccount' },
  required: ['valueDate', 'checkAccount', 'amount', 'status', 'payeePayerName'],
  late: whereAndWhen,
  check: refuseWrongTransaction,
});

/** A transaction as an import or a booking makes it. */
export const makeTransaction = plain.make;

/** Bank transactions. Source: sevdesk's documentation, "CheckAccountTransaction": no time filters; fields measured. */
export const checkAccountTransaction: Resource = {
  path: 'CheckAccountTransaction',
  ...plain,
  filters: {
    'checkAccount[id]': refersTo('checkAccount', 'CheckAccount'),
    status: equals('status'),
    // Measured: a substring.
    paymtPurpose: contains('paymtPurpose'),
    payeePayerName: equals('payeePayerName'),
    isBooked: whenTrue(({ status }) => status === '400'),
    onlyCredit: whenTrue(({ amount }) => Number(amount) > 0),
    onlyDebit: whenTrue(({ amount }) => Number(amount) < 0),
    // Measured: by entry date, not by value date.
    startDate: from('entryDate'),
    endDate: until('entryDate'),
  },
  actions: [{ method: 'PUT', path: '{id}/enshrine', run: enshrine }],
  remove: onlyInStatus('100'),
  keepsTombstone: true,
  sample,
};

function whereAndWhen(account: Account, { fields, atMs }: NewRecord) {
  const at = berlinIso(atMs);
  const dates = { valueDate: at, entryDate: readDate(fields.valueDate) ?? at };
  if (fields.checkAccount) return dates;
  const found = account.first('CheckAccount') ?? checkAccount.make?.(account, { fields: {}, atMs });
  return { ...dates, checkAccount: reference(found) };
}

function refuseWrongTransaction({ account, body }: ApiCall, record?: WireRecord): void {
  if (!record) checkOnline(account, reference(body.checkAccount));
  // Documentation, "CheckAccountTransaction": the statuses there are; the wording is assumed.
  if (body.status !== undefined && !STATUSES.includes(String(body.status))) throw refuse(422, 'Invalid status');
  // Documentation, "sevdesk-Update 2.0": only by its endpoint; that an enshrined one stays as it is, is assumed.
  if (body.enshrined) throw refuse(422, 'The attribute enshrined can not be set');
  if (record?.enshrined) throw refuse(422, 'The transaction is enshrined');
}

/** Measured: 422 unless the account is online; accounts for file imports are (measured). */
function checkOnline(account: Account, checkAccount: Reference | undefined): void {
  if (checkAccount && account.get('CheckAccount', checkAccount.id).type !== 'online') throw refuse(422, NOT_ONLINE);
}

/** `PUT /CheckAccountTransaction/{id}/enshrine`: from "linked" on (documentation); the refusal's wording is assumed. */
function enshrine({ account, id }: ApiCall): ApiAnswer {
  const transaction = account.get('CheckAccountTransaction', id);
  if (transaction.status === '100') throw refuse(422, 'Only linked transactions can be enshrined');
  account.change(transaction, { enshrined: transaction.enshrined ?? berlinIso(account.now) });
  return objects(null);
}

/** Money in and out, in every status, over all accounts. */
function sample(account: Account) {
  const accounts = account.records('CheckAccount');
  return (n: number) => {
    const found = reference(accounts[n % accounts.length]);
    return {
      ...(found && { checkAccount: found }),
      amount: `${n % 3 === 0 ? '-' : ''}${10 + (n % 990)}.${10 + (n % 89)}`,
      paymtPurpose: `Rechnung RE-${1000 + n} Danke`,
      payeePayerName: `Musterbetrieb ${n} GmbH`,
      status: ['100', '200', '300', '350', '400'][n % 5],
    };
  };
}
