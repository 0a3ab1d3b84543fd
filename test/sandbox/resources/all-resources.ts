import { accountDatev } from './account-datev.ts';
import { accountingContact } from './accounting-contact.ts';
import { accountingType } from './accounting-type.ts';
import { bookkeepingVersion } from './bookkeeping-version.ts';
import { category } from './category.ts';
import { checkAccount } from './check-account.ts';
import { checkAccountTransaction } from './check-account-transaction.ts';
import { checkAccountTransactionLog } from './check-account-transaction-log.ts';
import { communicationWay } from './communication-way.ts';
import { communicationWayKey } from './communication-way-key.ts';
import { contact } from './contact.ts';
import { contactAddress } from './contact-address.ts';
import { creditNote } from './credit-note.ts';
import { creditNotePosition } from './credit-note-position.ts';
import { datevExport } from './datev-export.ts';
import { document } from './document.ts';
import { exportJob } from './export-job.ts';
import { invoice } from './invoice.ts';
import { invoicePosition } from './invoice-position.ts';
import { order } from './order.ts';
import { orderPosition } from './order-position.ts';
import { part } from './part.ts';
import { paymentMethod } from './payment-method.ts';
import { progress } from './progress.ts';
import { receiptGuidance } from './receipt-guidance.ts';
import type { Resource } from './resource.ts';
import { sevClient } from './sev-client.ts';
import { sevSequence } from './sev-sequence.ts';
import { sevUser } from './sev-user.ts';
import { staticCountry } from './static-country.ts';
import { tag } from './tag.ts';
import { tagRelation } from './tag-relation.ts';
import { taxRule } from './tax-rule.ts';
import { unity } from './unity.ts';
import { voucher } from './voucher.ts';
import { voucherPosition } from './voucher-position.ts';

/** Everything the sandbox serves. Users come first, since documents refer to them. */
export const allResources: readonly Resource[] = [
  sevUser,
  sevSequence,
  staticCountry,
  unity,
  category,
  communicationWayKey,
  taxRule,
  paymentMethod,
  accountDatev,
  accountingType,
  receiptGuidance,
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
  document,
  part,
  checkAccount,
  checkAccountTransaction,
  checkAccountTransactionLog,
  tag,
  tagRelation,
  sevClient,
  datevExport,
  progress,
  exportJob,
];
