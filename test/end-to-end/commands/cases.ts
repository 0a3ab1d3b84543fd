import type { CommandType } from '../../../shared/contract/command.ts';
import { contactUpsert } from './cases/contact-upsert.ts';
import { creditNoteCreate } from './cases/credit-note-create.ts';
import { datevExport } from './cases/datev-export.ts';
import { documentFetch } from './cases/document-fetch.ts';
import { invoiceBook } from './cases/invoice-book.ts';
import { invoiceCancel } from './cases/invoice-cancel.ts';
import { invoiceCreate } from './cases/invoice-create.ts';
import { invoiceDeleteDraft } from './cases/invoice-delete-draft.ts';
import { invoiceEnshrine } from './cases/invoice-enshrine.ts';
import { invoiceFromOrder } from './cases/invoice-from-order.ts';
import { invoiceSend } from './cases/invoice-send.ts';
import { invoiceSentAndPaid } from './cases/invoice-sent-and-paid.ts';
import { orderCreate } from './cases/order-create.ts';
import { partUpsert } from './cases/part-upsert.ts';
import { transactionCreate } from './cases/transaction-create.ts';
import { voucherBook } from './cases/voucher-book.ts';
import { voucherCreate } from './cases/voucher-create.ts';
import type { CommandCase } from './command-case.ts';

/** One row for each type of command. */
export const commandCases: { readonly [T in CommandType]: CommandCase<T> } = {
  'contact.upsert': contactUpsert,
  'part.upsert': partUpsert,
  'transaction.create': transactionCreate,
  'order.create': orderCreate,
  'invoice.create': invoiceCreate,
  'credit_note.create': creditNoteCreate,
  'invoice.send': invoiceSend,
  'invoice.book': invoiceBook,
  'invoice.cancel': invoiceCancel,
  'invoice.enshrine': invoiceEnshrine,
  'invoice.delete_draft': invoiceDeleteDraft,
  'document.fetch': documentFetch,
  'voucher.create': voucherCreate,
  'voucher.book': voucherBook,
  'datev.export': datevExport,
};

/** Other ways to make the same: more rows of a type. */
export const moreCases: readonly CommandCase<'invoice.create'>[] = [invoiceFromOrder, invoiceSentAndPaid];
