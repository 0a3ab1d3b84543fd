import type { Resource } from '../domain/resource.ts';
import { amount, scalar } from '../domain/sevdesk-record.ts';
import { statusName } from './status-name.ts';

const STATUS_NAMES = new Map([
  ['0', 'archived'],
  ['100', 'active'],
] as const);

/** Payment accounts: banks, cash, clearing. Source: sevdesk's documentation, "CheckAccount". */
export const checkAccount: Resource<'CheckAccount'> = {
  name: 'CheckAccount',
  prefix: 'check_account',
  path: 'CheckAccount',
  query: {},
  strategy: 'listing',
  everyIntervals: 6,
  // `lastSync` is the time of the last import of payments (documentation): the account stays what it was.
  volatile: ['update', 'lastSync'],
  summarize: (record) => ({
    name: scalar(record, 'name') ?? null,
    type: scalar(record, 'type') ?? null,
    status: statusName(record, STATUS_NAMES),
    balance: amount(record, 'balance') ?? null,
    currency: scalar(record, 'currency') ?? null,
    accountingNumber: scalar(record, 'accountingNumber') ?? null,
    iban: scalar(record, 'iban') ?? null,
  }),
  meanings: [],
};
