import { contactsInTurn, someContact } from '../documents/some-contact.ts';
import { refersTo } from '../http/filter.ts';
import { anyTime, plainRecord } from './plain-record.ts';
import type { Resource } from './resource.ts';

/** Debtor and creditor numbers of contacts. Source: sevdesk's documentation, "AccountingContact". */
export const accountingContact: Resource = {
  path: 'AccountingContact',
  filters: { 'contact[id]': refersTo('contact', 'Contact') },
  ...plainRecord({
    model: 'AccountingContact',
    defaults: { debitorNumber: null, creditorNumber: null },
    alsoWritable: ['contact'],
    required: ['contact'],
    late: someContact,
  }),
  remove: anyTime,
  sample: (account) => {
    const contactOf = contactsInTurn(account);
    return (n) => ({
      ...contactOf(n),
      debitorNumber: String(10_000 + n),
      ...(n % 3 === 0 && { creditorNumber: String(70_000 + n) }),
    });
  },
};
