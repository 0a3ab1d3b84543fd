import type { Resource } from '../domain/resource.ts';
import { referenceId, scalar } from '../domain/sevdesk-record.ts';
import { contactKey } from './note-key.ts';

/** Addresses of contacts. Whether one moves its contact's `update` is not known. Source: documentation, "ContactAddress". */
export const contactAddress: Resource<'ContactAddress'> = {
  name: 'ContactAddress',
  prefix: 'contact_address',
  path: 'ContactAddress',
  query: {},
  strategy: 'listing',
  everyIntervals: 3,
  volatile: ['update'],
  noteKey: (record) => contactKey(referenceId(record, 'contact')),
  summarize: (record) => ({
    contactId: referenceId(record, 'contact') ?? null,
    name: scalar(record, 'name') ?? null,
    street: scalar(record, 'street') ?? null,
    zip: scalar(record, 'zip') ?? null,
    city: scalar(record, 'city') ?? null,
    countryId: referenceId(record, 'country') ?? null,
    categoryId: referenceId(record, 'category') ?? null,
  }),
  meanings: [],
};
