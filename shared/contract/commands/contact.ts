import * as v from 'valibot';
import { closedObject } from '../json-object.ts';
import { rule } from '../rule.ts';
import { country, described, email, oneOf, ownName, recordReference, sevdeskId, text } from './fields.ts';

interface Named {
  readonly id?: unknown;
  readonly externalId?: unknown;
  readonly name?: unknown;
  readonly firstName?: unknown;
  readonly lastName?: unknown;
}

const isPerson = ({ firstName, lastName }: Named) => firstName !== undefined || lastName !== undefined;
/** A contact that is there already needs no name. */
const isNamed = (data: Named) =>
  data.id !== undefined || data.externalId !== undefined || data.name !== undefined || isPerson(data);

/**
 * Data of `contact.upsert`: a customer as one thing, which sevdesk keeps as Contact, ContactAddress and CommunicationWay. Updates the
 * contact with this `id` or `externalId`; without either, or with an `externalId` that no contact has (any more), it creates
 * one, which needs a name. With both, the contact with this `id` is called by this `externalId` from then on. Only what
 * is given is written.
 */
export const contactUpsertData = v.pipe(
  closedObject({
    id: v.optional(sevdeskId),
    externalId: described(
      'Your own id of it. The link is kept, also while the tenant is disconnected.',
      v.optional(ownName),
    ),
    name: described('Of an organisation; a person has `firstName` and `lastName` instead.', v.optional(text(255))),
    firstName: v.optional(text(100)),
    lastName: v.optional(text(100)),
    parent: described('The organisation that it belongs to.', v.optional(recordReference)),
    category: described(
      'A new contact is a customer (Kunde) unless given.',
      v.optional(oneOf(['customer', 'supplier', 'partner', 'prospect'])),
    ),
    customerNumber: described(
      'The next free one of the account unless given. One that another contact has is refused.',
      v.optional(v.pipe(ownName, v.maxLength(50, 'at most 50 characters'))),
    ),
    vatNumber: described('VAT id (USt-IdNr.).', v.optional(text(50))),
    taxNumber: v.optional(text(50)),
    buyerReference: described('Leitweg-ID or other reference of the buyer for e-invoices.', v.optional(text(100))),
    description: v.optional(text(5000)),
    email: described(
      'The main one, as with `phone` and `address`: one that is there is changed, and one is created only where there is none.',
      v.optional(email),
    ),
    phone: v.optional(text(50)),
    address: v.optional(
      closedObject({
        street: v.optional(text(200)),
        zip: v.optional(text(20)),
        city: v.optional(text(100)),
        country,
      }),
    ),
  }),
  rule((data) => isNamed(data) && !(data.name !== undefined && isPerson(data)), {
    message:
      'give either "name" (an organisation), or "firstName" and "lastName" (a person); neither only with the "id" or "externalId" of a contact that is there',
    decisive: true,
  }),
);
