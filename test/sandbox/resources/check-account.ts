import type { Account } from '../account.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import { type Fields, pick, type WireRecord } from '../wire-record.ts';
import { anyTime, plainRecord } from './plain-record.ts';
import type { ApiCall, Resource } from './resource.ts';

// Documentation: `POST /CheckAccount` was removed.
const { create: _, ...plain } = plainRecord({
  model: 'CheckAccount',
  defaults: {
    name: 'Geschäftskonto',
    type: 'online',
    importType: 'CSV',
    currency: 'EUR',
    checkAccId: null,
    pin: null,
    defaultAccount: '0',
    status: '100',
    translationCode: null,
    bankServer: null,
    balance: '0',
    accountingNumber: '1200',
    iban: null,
    bic: null,
    baseAccount: '0',
    priority: '0',
    countryCode: null,
    autoMapTransaction: '1',
    autoSyncTransactions: '0',
    lastSync: null,
  },
  required: [],
});

const IMPORT_TYPES = ['CSV', 'MT940'];
const CHANGEABLE = ['name', 'defaultAccount', 'accountingNumber', 'iban', 'bic'];
/** The bank's account in a chart (documentation, "CheckAccount"). */
const FIRST_NUMBER = { SKR03: 1200, SKR04: 1800 };

/** Payment accounts: online, offline and registers. Source: sevdesk's documentation, "CheckAccount"; fields measured. */
export const checkAccount: Resource = {
  path: 'CheckAccount',
  filters: {},
  ...plain,
  change: ({ account, body }, record) => {
    refuseTakenNumber(account, body, record);
    return account.change(record, pick(body, CHANGEABLE));
  },
  remove: anyTime,
  actions: [
    { method: 'POST', path: 'Factory/fileImportAccount', run: createFileImportAccount },
    { method: 'POST', path: 'Factory/clearingAccount', run: createClearingAccount },
  ],
  sample: () => (n) => ({ name: `Konto ${n}`, accountingNumber: String(1200 + n), ...KINDS[n % KINDS.length] }),
};

/** For files of a bank: counts as online (documentation, "CheckAccount"; fields measured). */
function createFileImportAccount({ account, body }: ApiCall): ApiAnswer {
  // Documentation; the wording is assumed.
  if (!IMPORT_TYPES.includes(String(body.importType))) throw refuse(422, 'importType must be CSV or MT940');
  return createCheckAccount(account, body, { type: 'online', importType: body.importType });
}

/** For what is neither bank nor cash: offline (documentation, "CheckAccount"; fields measured). */
function createClearingAccount({ account, body }: ApiCall): ApiAnswer {
  return createCheckAccount(account, body, { type: 'offline', importType: null, autoMapTransaction: '0' });
}

function createCheckAccount(account: Account, body: Fields, kind: Fields): ApiAnswer {
  if (!body.name) throw refuse(422, 'name is required');
  refuseTakenNumber(account, body);
  const accountingNumber = body.accountingNumber ?? freeNumber(account);
  const fields = { ...pick(body, ['name', 'iban']), accountingNumber, ...kind };
  return objects(plain.make(account, { fields, atMs: account.now }), 201);
}

/** Documentation, "CheckAccount": unique among all; status and wording are assumed. */
function refuseTakenNumber(account: Account, { accountingNumber }: Fields, record?: WireRecord): void {
  const isTaken = numbersOf(account, record).includes(String(accountingNumber));
  if (isTaken) throw refuse(422, `The accounting number ${String(accountingNumber)} is already used`);
}

/** "A sensible default" (documentation). */
function freeNumber(account: Account): string {
  const taken = numbersOf(account);
  let number = FIRST_NUMBER[account.identity.chart];
  while (taken.includes(String(number))) number += 1;
  return String(number);
}

function numbersOf(account: Account, except?: WireRecord): string[] {
  const others = account.records('CheckAccount').filter(({ id }) => id !== except?.id);
  return others.map(({ accountingNumber }) => String(accountingNumber));
}

const KINDS = [
  { type: 'online', defaultAccount: '1', iban: 'DE02100500000054540402', bic: 'BELADEBEXXX', balance: '1250.5' },
  { type: 'offline', importType: null, balance: null },
  { type: 'register', importType: null },
  { type: 'online', status: '0' },
];
