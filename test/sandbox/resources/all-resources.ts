import { accountingContact } from './accounting-contact.ts';
import { bookkeepingVersion } from './bookkeeping-version.ts';
import { checkAccount } from './check-account.ts';
import { checkAccountTransaction } from './check-account-transaction.ts';
import { communicationWay } from './communication-way.ts';
import { contact } from './contact.ts';
import { contactAddress } from './contact-address.ts';
import { creditNote } from './credit-note.ts';
import { creditNotePosition } from './credit-note-position.ts';
import { invoice } from './invoice.ts';
import { invoicePosition } from './invoice-position.ts';
import { order } from './order.ts';
import { orderPosition } from './order-position.ts';
import { part } from './part.ts';
import type { Resource } from './resource.ts';
import { sevUser } from './sev-user.ts';
import { staticCountry } from './static-country.ts';
import { tag } from './tag.ts';
import { unity } from './unity.ts';
import { voucher } from './voucher.ts';
import { voucherPosition } from './voucher-position.ts';

/** Everything the sandbox serves. Users come first, since documents refer to them. */
export const allResources: readonly Resource[] = [
  sevUser,
  staticCountry,
  unity,
  bookkeepingVersion,
  contact,
  contactAddress,
  communicationWay,
  accountingContact,
  invoice,
  invoicePosition,
  creditNote,
  creditNotePosition,
  order,
  orderPosition,
  voucher,
  voucherPosition,
  part,
  checkAccount,
  checkAccountTransaction,
  tag,
];
