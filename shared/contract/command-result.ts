import * as v from 'valibot';
import type { CommandType } from './command.ts';
import { described } from './commands/fields.ts';
import { openObject } from './json-object.ts';
import { knownWord } from './known-word.ts';

const text = v.string();
const number = v.number();
const boolean = v.boolean();
const optional = v.optional(text);

/** The record that a command made or changed, by sevdesk's name of the model and its id there. */
const recordOf = <const T extends string>(...resources: readonly [T, ...T[]]) => ({
  resource: knownWord(resources),
  recordId: text,
});

const invoice = recordOf('Invoice');

const sums = { net: v.nullable(number), gross: v.nullable(number), currency: v.nullable(text) };

const numbered = { number: described('`null` for a draft of an invoice.', v.nullable(text)), ...sums };

const open = 'What is open after it.';
const booked = { booked: number, open: described(open, number) };

const difference = v.optional(v.nullable(number));

const totals = described(
  'Where sevdesk comes to other sums than the command.',
  v.optional(
    openObject({
      expected: openObject({ net: number, tax: number, gross: number }),
      difference: described(
        'What sevdesk has more; `null` for a sum that is no number.',
        openObject({ net: difference, tax: difference, gross: difference }),
      ),
      rounding: described('Small enough to come from rounding each position by itself.', boolean),
    }),
  ),
);

const file = { dataref: described("Where it is in the stage's bucket.", text), filename: text, bytes: number };

const created = described('`false`: it was there already.', boolean);

/** What `result` of `command.succeeded` holds, by the command's type. */
export const commandResults = {
  'contact.upsert': openObject({
    ...recordOf('Contact'),
    customerNumber: v.nullable(text),
    created,
    addressId: optional,
    emailId: optional,
    phoneId: optional,
  }),
  'part.upsert': openObject({
    ...recordOf('Part'),
    partNumber: text,
    created,
  }),
  'order.create': openObject({ ...recordOf('Order'), ...numbered, totals }),
  'invoice.create': openObject({
    ...invoice,
    ...numbered,
    totals,
    booked: described('With `then.book`.', v.optional(number)),
    open: described(open, v.optional(number)),
  }),
  'invoice.send': openObject({ ...invoice, ...numbered }),
  'invoice.book': openObject({ ...invoice, ...booked }),
  'invoice.cancel': openObject({
    ...invoice,
    ...numbered,
    originalId: described('Of the invoice that it cancels.', text),
  }),
  'invoice.enshrine': openObject({ ...invoice, ...numbered }),
  'invoice.delete_draft': openObject(invoice),
  'credit_note.create': openObject({ ...recordOf('CreditNote'), ...numbered }),
  'voucher.create': openObject({ ...recordOf('Voucher'), ...numbered }),
  'voucher.book': openObject({ ...recordOf('Voucher'), ...booked }),
  'transaction.create': openObject(recordOf('CheckAccountTransaction')),
  'document.fetch': openObject({ ...recordOf('Invoice', 'CreditNote', 'Order'), ...file, contentType: text }),
  'datev.export': openObject({ ...recordOf('ExportJob'), ...file }),
} as const satisfies Record<CommandType, v.GenericSchema>;

type Results = { readonly [T in CommandType]: Readonly<v.InferOutput<(typeof commandResults)[T]>> };
/** What `result` of `command.succeeded` holds for this command. */
export type CommandResult<T extends CommandType = CommandType> = Results[T];
