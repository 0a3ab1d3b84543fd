import type { Account } from '../account.ts';
import { refuse } from '../http/api-error.ts';
import { checkReferences, requireReference } from '../http/check-references.ts';
import type { ApiCall } from '../resources/resource.ts';
import { type Fields, isFields, type WireRecord } from '../wire-record.ts';

const REFERENCES = { category: 'Category', parent: 'Contact' };

/** Where documents name their contact. */
const DOCUMENTS = [
  { model: 'Invoice', field: 'contact' },
  { model: 'CreditNote', field: 'contact' },
  { model: 'Order', field: 'contact' },
  { model: 'Voucher', field: 'supplier' },
];

/** @throws ApiError for a contact without what the documentation, "Contact", asks for; the wording is assumed */
export function checkNewContact(account: Account, contact: Fields): void {
  requireReference(account, { field: 'category', value: contact.category, model: 'Category' });
  checkContact(account, contact);
  if (!contact.name && !contact.surename && !contact.familyname) {
    throw refuse(400, 'name, surename or familyname is required');
  }
}

/** @throws ApiError for references that lead nowhere */
export function checkContact(account: Account, contact: Fields): void {
  checkReferences(account, contact, REFERENCES);
}

/** @throws ApiError 409 for a contact with documents (documentation, "Contact"); the wording is assumed */
export function checkUnused({ account }: ApiCall, { id }: WireRecord): void {
  const isUsed = DOCUMENTS.some(({ model, field }) =>
    account.records(model).some(({ [field]: contact }) => isFields(contact) && contact.id === id),
  );
  if (isUsed) throw refuse(409, 'The contact can not be deleted because it is used in documents');
}
