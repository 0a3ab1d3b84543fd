import type { CommandType } from '../../contract/command.ts';
import type { CommandPlan } from './command-plan.ts';
import { contactUpsertPlan } from './contact-upsert.ts';
import { creditNoteCreatePlan } from './credit-note-create.ts';
import { datevExportPlan } from './datev-export.ts';
import { documentFetchPlan } from './document-fetch.ts';
import { invoiceBookPlan } from './invoice-book.ts';
import { invoiceCancelPlan } from './invoice-cancel.ts';
import { invoiceCreatePlan } from './invoice-create.ts';
import { invoiceDeleteDraftPlan } from './invoice-delete-draft.ts';
import { invoiceEnshrinePlan } from './invoice-enshrine.ts';
import { invoiceSendPlan } from './invoice-send.ts';
import { orderCreatePlan } from './order-create.ts';
import { partUpsertPlan } from './part-upsert.ts';
import { transactionCreatePlan } from './transaction-create.ts';
import { voucherBookPlan } from './voucher-book.ts';
import { voucherCreatePlan } from './voucher-create.ts';

/** How each command is carried out. Adding a command: its schema, one file with its plan, one row. */
const commandPlans: { readonly [T in CommandType]: CommandPlan<T> } = {
  'contact.upsert': contactUpsertPlan,
  'part.upsert': partUpsertPlan,
  'order.create': orderCreatePlan,
  'invoice.create': invoiceCreatePlan,
  'invoice.send': invoiceSendPlan,
  'invoice.book': invoiceBookPlan,
  'invoice.cancel': invoiceCancelPlan,
  'invoice.enshrine': invoiceEnshrinePlan,
  'invoice.delete_draft': invoiceDeleteDraftPlan,
  'credit_note.create': creditNoteCreatePlan,
  'voucher.create': voucherCreatePlan,
  'voucher.book': voucherBookPlan,
  'transaction.create': transactionCreatePlan,
  'document.fetch': documentFetchPlan,
  'datev.export': datevExportPlan,
};

export function planOf(type: CommandType): CommandPlan {
  return commandPlans[type];
}
