import { contactsInTurn, someContact } from '../documents/some-contact.ts';
import { refersTo } from '../http/filter.ts';
import { anyTime, plainRecord } from './plain-record.ts';
import type { Resource } from './resource.ts';

/** Addresses of contacts. Source: sevdesk's documentation, "ContactAddress"; fields measured. */
export const contactAddress: Resource = {
  path: 'ContactAddress',
  // Measured, though not documented.
  filters: { 'contact[id]': refersTo('contact', 'Contact') },
  ...plainRecord({
    model: 'ContactAddress',
    defaults: {
      street: null,
      zip: null,
      city: null,
      country: { id: '1', objectName: 'StaticCountry' },
      category: { id: '47', objectName: 'Category' },
      name: null,
    },
    alsoWritable: ['contact'],
    refersTo: { contact: 'Contact', country: 'StaticCountry', category: 'Category' },
    required: ['contact', 'country', 'category'],
    late: someContact,
  }),
  remove: anyTime,
  sample: (account) => {
    const contactOf = contactsInTurn(account);
    return (n) => ({
      ...contactOf(n),
      street: `Musterstraße ${1 + (n % 200)}`,
      zip: String(10_000 + ((n * 37) % 89_000)),
      city: ['Berlin', 'Hamburg', 'München', 'Köln'][n % 4],
    });
  },
};
