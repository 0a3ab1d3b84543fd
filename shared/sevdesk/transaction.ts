import type { Resource } from '../domain/resource.ts';
import { amount, referenceId, scalar } from '../domain/sevdesk-record.ts';
import { bracketed } from './bracketed-marker.ts';
import { statusName } from './status-name.ts';
import { wireDay } from './wire-date.ts';

const STATUS_NAMES = new Map([
  ['100', 'created'],
  ['200', 'linked'],
  ['300', 'private'],
  ['350', 'auto_booked'],
  ['400', 'booked'],
] as const);

/**
 * Transactions of payment accounts. A deleted one is not listed any more, but still answered by id, with `deletedAt`
 * (measured). Source: sevdesk's documentation, "CheckAccountTransaction".
 */
export const transaction: Resource<'CheckAccountTransaction'> = {
  name: 'CheckAccountTransaction',
  prefix: 'transaction',
  path: 'CheckAccountTransaction',
  query: {},
  strategy: 'listing',
  everyIntervals: 1,
  volatile: ['update'],
  marker: (record) => bracketed('transaction.create', scalar(record, 'paymtPurpose')),
  summarize: (record) => ({
    amount: amount(record, 'amount') ?? null,
    status: statusName(record, STATUS_NAMES),
    valueDate: wireDay(record, 'valueDate'),
    entryDate: wireDay(record, 'entryDate'),
    checkAccountId: referenceId(record, 'checkAccount') ?? null,
    payeePayerName: scalar(record, 'payeePayerName') ?? null,
    purpose: scalar(record, 'paymtPurpose') ?? null,
  }),
  meanings: [],
};
