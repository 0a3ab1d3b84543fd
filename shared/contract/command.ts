import * as z from 'zod/mini';
import { COMMAND_ID_PATTERN, TENANT_ID_PATTERN } from './names.ts';

/** A decimal number as text, so that no amount ever passes through a float: `"19.99"`, `"-3"`. */
const decimal = z
  .string('write it as text: a decimal number in quotes such as "19.99"')
  .check(
    z.regex(
      /^-?\d{1,12}(\.\d{1,6})?$/,
      'a decimal number such as "19.99": a dot, at most 6 decimals, no thousands separator',
    ),
  );

const date = z.iso.date('a date such as "2026-11-20"');
const text = (maximum: number) =>
  z.string().check(z.minLength(1), z.maxLength(maximum, `at most ${maximum} characters`));

const address = z.strictObject({
  name: text(200),
  street: z.optional(text(200)),
  zip: z.optional(text(20)),
  city: z.optional(text(100)),
  /** ISO 3166-1 alpha-2, for example `DE` or `AT`. */
  country: z.string().check(z.regex(/^[A-Z]{2}$/, 'a country code of two capital letters such as "DE"')),
});

const invoicePosition = z.strictObject({
  name: text(255),
  text: z.optional(text(10_000)),
  quantity: decimal,
  /** Price of one, net or gross as the document's `prices` says. */
  price: decimal,
  /** Percent, for example `"19"`. */
  taxRate: decimal,
  /** sevdesk's unit code, for example `UNITY_HOUR`; a piece (Stück) unless given. */
  unit: z.optional(z.string().check(z.regex(/^UNITY_[A-Z_]+$/, 'a unit code of sevdesk such as "UNITY_HOUR"'))),
});

/** Data of `invoice.create`: a draft (Entwurf) of type RE; nothing is sent to anybody. */
export const invoiceCreateData = z.strictObject({
  /** Your own reference, unique per tenant; found in sevdesk as "Referenz/Bestellnummer". */
  reference: z.optional(
    text(100).check(
      z.regex(/^[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u, 'no blanks at its ends and no control characters'),
    ),
  ),
  contact: z.strictObject({
    id: z.string().check(z.regex(/^\d{1,20}$/, 'the id of a contact in sevdesk: digits in quotes')),
  }),
  date,
  /** Day or first day of the delivery (Leistungsdatum); the invoice's date unless given. */
  deliveryDate: z.optional(date),
  deliveryDateUntil: z.optional(date),
  header: z.optional(text(255)),
  headText: z.optional(text(10_000)),
  footText: z.optional(text(10_000)),
  currency: z.optional(
    z.string().check(z.regex(/^[A-Z]{3}$/, 'a currency code of three capital letters such as "EUR"')),
  ),
  timeToPayDays: z.optional(z.int().check(z.minimum(0), z.maximum(365))),
  /** Whether positions' prices are net (default) or gross. */
  prices: z.optional(z.enum(['net', 'gross'])),
  /** Tax rule (Steuerregel) of sevdesk; `1` (taxable revenue) unless given. */
  taxRule: z.optional(z.string().check(z.regex(/^\d{1,3}$/, 'the id of a tax rule in quotes such as "1"'))),
  /** The contact's own address unless given. */
  address: z.optional(address),
  positions: z
    .array(invoicePosition)
    .check(z.minLength(1, 'at least one position'), z.maxLength(500, 'at most 500 positions')),
});

/** Every command type and the schema of its data. Adding a command starts with a row here. */
export const commandData = {
  'invoice.create': invoiceCreateData,
} as const;

export type CommandType = keyof typeof commandData;
export type InvoiceCreateData = z.infer<typeof invoiceCreateData>;

/** The largest message, in bytes: it is kept in the ledger beside what became of it. */
export const COMMAND_BYTES = 350_000;

/** What surrounds the data of every command. */
export const commandEnvelope = z.strictObject({
  commandId: z
    .string()
    .check(z.regex(COMMAND_ID_PATTERN, '1 to 64 characters of A-Z, a-z, 0-9, ".", "_", ":" and "-"')),
  tenantId: z
    .string()
    .check(
      z.regex(TENANT_ID_PATTERN, '1 to 63 characters of A-Z, a-z, 0-9, "_" and "-", a letter or digit first and last'),
    ),
  type: z.enum(Object.keys(commandData) as [CommandType, ...CommandType[]]),
  version: z.literal(1),
  data: z.unknown(),
});

/** A command as a product sends it: one SQS message, whose MessageGroupId is the `tenantId`. */
export interface Command<T extends CommandType = CommandType> {
  /** The caller's idempotency key. */
  readonly commandId: string;
  readonly tenantId: string;
  readonly type: T;
  readonly version: 1;
  readonly data: z.infer<(typeof commandData)[T]>;
}
