import { contactsInTurn, someContact } from '../documents/some-contact.ts';
import { refuse } from '../http/api-error.ts';
import { refersTo } from '../http/filter.ts';
import type { WireRecord } from '../wire-record.ts';
import { anyTime, plainRecord } from './plain-record.ts';
import type { ApiCall, Resource } from './resource.ts';

/** Debtor and creditor numbers of contacts. Source: sevdesk's documentation, "AccountingContact". */
export const accountingContact: Resource = {
  path: 'AccountingContact',
  filters: { 'contact[id]': refersTo('contact', 'Contact') },
  ...plainRecord({
    model: 'AccountingContact',
    defaults: { debitorNumber: null, creditorNumber: null },
    alsoWritable: ['contact'],
    refersTo: { contact: 'Contact' },
    check: refuseTakenNumber,
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

/** Practice: 500 for what is a mistake of the client; the wording is assumed but for "already exists". */
function refuseTakenNumber({ account, body }: ApiCall, record?: WireRecord): void {
  for (const [field, name] of Object.entries({ debitorNumber: 'debitor', creditorNumber: 'creditor' })) {
    const isTaken = account
      .records('AccountingContact')
      .some((other) => other.id !== record?.id && other[field] !== null && other[field] === String(body[field]));
    if (isTaken) throw refuse(500, `${name} number already exists`);
  }
}
