import * as v from 'valibot';
import { contactUpsertData } from './commands/contact.ts';
import { creditNoteCreateData } from './commands/credit-note.ts';
import { datevExportData, documentFetchData } from './commands/document.ts';
import { oneOf } from './commands/fields.ts';
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
import { closedObject } from './json-object.ts';
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
export const COMMAND_TYPES = Object.keys(commandData) as [CommandType, ...CommandType[]];
type DataByType = { [T in CommandType]: v.InferOutput<(typeof commandData)[T]> };
/** Data of a command, as its schema reads it. */
export type CommandData<T extends CommandType = CommandType> = DataByType[T];

/** The largest message, in bytes: it is kept in the ledger beside what became of it. */
export const COMMAND_BYTES = 350_000;

/** What surrounds the data of every command. */
export const commandEnvelope = closedObject({
  commandId: v.pipe(
    v.string(),
    v.regex(COMMAND_ID_PATTERN, '1 to 64 characters of A-Z, a-z, 0-9, ".", "_", ":" and "-"'),
  ),
  tenantId: v.pipe(v.string(), v.regex(TENANT_ID_PATTERN, TENANT_ID_FORM)),
  type: oneOf(COMMAND_TYPES),
  version: v.literal(1, 'must be 1'),
  data: v.unknown(),
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
