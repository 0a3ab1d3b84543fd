import type { ResourceName } from '../contract/event.ts';
import type { Resource } from '../domain/resource.ts';
import { accountingContact } from './accounting-contact.ts';
import { checkAccount } from './check-account.ts';
import { communicationWay } from './communication-way.ts';
import { contact } from './contact.ts';
import { contactAddress } from './contact-address.ts';
import { creditNote } from './credit-note.ts';
import { invoice } from './invoice.ts';
import { order } from './order.ts';
import { part } from './part.ts';
import { tag } from './tag.ts';
import { transaction } from './transaction.ts';
import { voucher } from './voucher.ts';

/** Everything that is polled, in this order. Adding a resource is one file, one fixture and one row here. */
export const resources: { readonly [N in ResourceName]: Resource<N> } = {
  Contact: contact,
  ContactAddress: contactAddress,
  CommunicationWay: communicationWay,
  AccountingContact: accountingContact,
  Invoice: invoice,
  CreditNote: creditNote,
  Order: order,
  Voucher: voucher,
  Part: part,
  CheckAccount: checkAccount,
  CheckAccountTransaction: transaction,
  Tag: tag,
};
