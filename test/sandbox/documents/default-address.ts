import type { Account } from '../account.ts';
import { type Fields, isFields, reference, type WireRecord } from '../wire-record.ts';

/**
 * The contact's name and first address, as fields of a document: what `takeDefaultAddress` asks for (documentation, "Invoice").
 * Otherwise nothing of them is taken over (measured).
 */
export function defaultAddress(account: Account, document: Fields): Fields {
  const contact = account.find('Contact', reference(document.contact)?.id ?? '');
  const address = account
    .records('ContactAddress')
    .find((row) => isFields(row.contact) && row.contact.id === contact?.id);
  return {
    addressName: nameOf(contact),
    ...(address && {
      addressStreet: address.street,
      addressZip: address.zip,
      addressCity: address.city,
      addressCountry: address.country,
    }),
  };
}

function nameOf(contact: WireRecord | undefined): string | null {
  const person = [contact?.surename, contact?.familyname].filter(Boolean).join(' ');
  return contact?.name ? String(contact.name) : person || null;
}
