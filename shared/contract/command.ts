import * as z from 'zod/mini';
import { contactUpsertData } from './commands/contact.ts';
import { creditNoteCreateData } from './commands/credit-note.ts';
import { datevExportData, documentFetchData } from './commands/document.ts';
import {
  invoiceBookData,
  invoiceCancelData,
  invoiceCreateData,
  invoiceDeleteDraftData,
  invoiceEnshrineData,
  invoiceSendData,
  voucherBookData,
} from './commands/invoice.ts';
import { orderCreateData } from './commands/order.ts';
import { partUpsertData } from './commands/part.ts';
import { transactionCreateData } from './commands/transaction.ts';
import { voucherCreateData } from './commands/voucher.ts';
import { COMMAND_ID_PATTERN, TENANT_ID_FORM, TENANT_ID_PATTERN } from './names.ts';

/** Every command type and the schema of its data. Adding a command starts with a row here. */
export const commandData = {
  'contact.upsert': contactUpsertData,
  'part.upsert': partUpsertData,
  'order.create': orderCreateData,
  'invoice.create': invoiceCreateData,
  'invoice.send': invoiceSendData,
  'invoice.book': invoiceBookData,
  'invoice.cancel': invoiceCancelData,
  'invoice.enshrine': invoiceEnshrineData,
  'invoice.delete_draft': invoiceDeleteDraftData,
  'credit_note.create': creditNoteCreateData,
  'voucher.create': voucherCreateData,
  'voucher.book': voucherBookData,
  'transaction.create': transactionCreateData,
  'document.fetch': documentFetchData,
  'datev.export': datevExportData,
} as const;

export type CommandType = keyof typeof commandData;
/** Data of a command, as its schema reads it. */
export type CommandData<T extends CommandType> = z.infer<(typeof commandData)[T]>;

/** The largest message, in bytes: it is kept in the ledger beside what became of it. */
export const COMMAND_BYTES = 350_000;

/** What surrounds the data of every command. */
export const commandEnvelope = z.strictObject({
  commandId: z
    .string()
    .check(z.regex(COMMAND_ID_PATTERN, '1 to 64 characters of A-Z, a-z, 0-9, ".", "_", ":" and "-"')),
  tenantId: z.string().check(z.regex(TENANT_ID_PATTERN, TENANT_ID_FORM)),
  type: z.enum(Object.keys(commandData) as [CommandType, ...CommandType[]]),
  version: z.literal(1),
  data: z.unknown(),
});

/** A command as a product sends it: one SQS message, whose MessageGroupId is the `tenantId`. */
export type Command<T extends CommandType = CommandType> = {
  [K in T]: {
    /** The caller's idempotency key. */
    readonly commandId: string;
    readonly tenantId: string;
    readonly type: K;
    readonly version: 1;
    readonly data: CommandData<K>;
  };
}[T];
