import * as z from 'zod/mini';
import {
  country,
  currency,
  date,
  decimal,
  described,
  percentage,
  positiveDecimal,
  storedName,
  taxRule,
  text,
  unit,
} from './fields.ts';

/** What a document is addressed to. */
export const documentAddress = z.strictObject({
  name: text(200),
  street: z.optional(text(200)),
  zip: z.optional(text(20)),
  city: z.optional(text(100)),
  country,
});

/** One line of a document. */
export const documentPosition = z.strictObject({
  name: text(255),
  text: z.optional(text(10_000)),
  quantity: decimal,
  price: described("Price of one, net or gross as the document's `prices` says.", decimal),
  taxRate: described('Percent, for example `"19"`.', percentage),
  unit: described('A piece (Stück) unless given.', z.optional(unit)),
  discount: described('Percent off this position (Rabatt).', z.optional(percentage)),
});

/** Taken off (or added to) the whole document: a share of its sum, or an amount. */
const adjustment = z
  .strictObject({ text: text(255), percentage: z.optional(percentage), amount: z.optional(positiveDecimal) })
  .check(
    z.refine(({ percentage: share, amount }) => (share === undefined) !== (amount === undefined), {
      message: 'give either "percentage" or "amount"',
      abort: true,
    }),
  );
export type Adjustment = z.infer<typeof adjustment>;

/** The marker of a document. */
export const reference = described(
  'Your own reference, unique per tenant and command type; found in sevdesk as "Referenz/Bestellnummer".',
  z.optional(storedName),
);

export const positions = <T extends z.ZodMiniType>(position: T) =>
  z.array(position).check(z.minLength(1, 'at least one position'), z.maxLength(500, 'at most 500 positions'));

/** What invoices and orders have in common. */
export const documentFields = {
  date,
  header: z.optional(text(255)),
  headText: z.optional(text(10_000)),
  footText: z.optional(text(10_000)),
  currency: z.optional(currency),
  prices: described("Whether positions' prices are net (default) or gross.", z.optional(z.enum(['net', 'gross']))),
  taxRule: described("The tenant's default unless given.", z.optional(taxRule)),
  smallBusiness: described(
    "Whether the sender is a small business (Kleinunternehmer, § 19 UStG); as the tenant's settings say unless given.",
    z.optional(z.boolean()),
  ),
  address: described("The contact's own address unless given.", z.optional(documentAddress)),
  discounts: described(
    'Discounts on the whole document (Rabatte).',
    z.optional(z.array(adjustment).check(z.maxLength(20, 'at most 20 discounts'))),
  ),
  fees: described(
    'Additional fees (Zuschläge).',
    z.optional(z.array(adjustment).check(z.maxLength(20, 'at most 20 fees'))),
  ),
};
