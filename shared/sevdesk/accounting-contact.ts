import type { Resource } from '../domain/resource.ts';
import { referenceId, scalar } from '../domain/sevdesk-record.ts';

/** Debtor and creditor numbers of contacts. Source: sevdesk's documentation, "AccountingContact"; no answer was recorded. */
export const accountingContact: Resource<'AccountingContact'> = {
  name: 'AccountingContact',
  prefix: 'accounting_contact',
  path: 'AccountingContact',
  query: {},
  strategy: 'listing',
  everyIntervals: 3,
  volatile: ['update'],
  summarize: (record) => ({
    contactId: referenceId(record, 'contact') ?? null,
    debitorNumber: scalar(record, 'debitorNumber') ?? null,
    creditorNumber: scalar(record, 'creditorNumber') ?? null,
  }),
  meanings: [],
};
