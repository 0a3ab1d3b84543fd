import type { Account } from '../account.ts';
import { contact } from '../resources/contact.ts';
import type { NewRecord } from '../resources/resource.ts';
import { type Fields, reference } from '../wire-record.ts';

/** Whom a record is about where nobody was told: the account's first contact, made if there is none. */
export function someContact(account: Account, { fields, atMs }: NewRecord): Fields {
  if (fields.contact) return {};
  const found = account.first('Contact') ?? contact.make?.(account, { fields: { name: 'Muster GmbH' }, atMs });
  return { contact: reference(found) };
}

/** A reference to each contact in turn; nothing where there are none. */
export function contactsInTurn(account: Account, field = 'contact'): (n: number) => Fields {
  const contacts = account.records('Contact');
  return (n) => {
    const found = reference(contacts[n % contacts.length]);
    return found ? { [field]: found } : {};
  };
}
