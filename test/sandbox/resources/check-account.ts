import { anyTime, plainRecord } from './plain-record.ts';
import type { Resource } from './resource.ts';

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

/** Payment accounts: online, offline and registers. Source: sevdesk's documentation, "CheckAccount"; fields measured. */
export const checkAccount: Resource = {
  path: 'CheckAccount',
  filters: {},
  ...plain,
  remove: anyTime,
  sample: () => (n) => ({ name: `Konto ${n}`, accountingNumber: String(1200 + n), ...KINDS[n % KINDS.length] }),
};

const KINDS = [
  { type: 'online', defaultAccount: '1', iban: 'DE02100500000054540402', bic: 'BELADEBEXXX', balance: '1250.5' },
  { type: 'offline', importType: null, balance: null },
  { type: 'register', importType: null },
  { type: 'online', status: '0' },
];
