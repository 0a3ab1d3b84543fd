import * as v from 'valibot';
import { closedObject } from '../json-object.ts';
import { eitherOf } from '../rule.ts';
import {
  country,
  currency,
  date,
  decimal,
  described,
  oneOf,
  percentage,
  positiveDecimal,
  storedName,
  taxRule,
  text,
  unit,
} from './fields.ts';

/** What a document is addressed to. */
export const documentAddress = closedObject({
  name: text(200),
  street: v.optional(text(200)),
  zip: v.optional(text(20)),
  city: v.optional(text(100)),
  country,
});

/** One line of a document. */
export const documentPosition = closedObject({
  name: text(255),
  text: v.optional(text(10_000)),
  quantity: decimal,
  price: described("Price of one, net or gross as the document's `prices` says.", decimal),
  taxRate: described('Percent, for example `"19"`.', percentage),
  unit: described('A piece (Stück) unless given.', v.optional(unit)),
  discount: described('Percent off this position (Rabatt).', v.optional(percentage)),
});

/** Taken off (or added to) the whole document: a share of its sum, or an amount. */
const adjustment = v.pipe(
  closedObject({ text: text(255), percentage: v.optional(percentage), amount: v.optional(positiveDecimal) }),
  eitherOf('percentage', 'amount'),
);
export type Adjustment = v.InferOutput<typeof adjustment>;

/** The marker of a document. */
export const reference = described(
  'Your own reference, unique per tenant and command type; found in sevdesk as "Referenz/Bestellnummer".',
  v.optional(storedName),
);

export const positions = <T extends v.GenericSchema>(position: T) =>
  v.pipe(v.array(position), v.minLength(1, 'at least one position'), v.maxLength(500, 'at most 500 positions'));

/** What invoices and orders have in common. */
export const documentFields = {
  date,
  header: v.optional(text(255)),
  headText: v.optional(text(10_000)),
  footText: v.optional(text(10_000)),
  currency: v.optional(currency),
  prices: described("Whether positions' prices are net (default) or gross.", v.optional(oneOf(['net', 'gross']))),
  taxRule: described("The tenant's default unless given.", v.optional(taxRule)),
  smallBusiness: described(
    "Whether the sender is a small business (Kleinunternehmer, § 19 UStG); as the tenant's settings say unless given.",
    v.optional(v.boolean()),
  ),
  address: described("The contact's own address unless given.", v.optional(documentAddress)),
  discounts: described(
    'Discounts on the whole document (Rabatte).',
    v.optional(v.pipe(v.array(adjustment), v.maxLength(20, 'at most 20 discounts'))),
  ),
  fees: described(
    'Additional fees (Zuschläge).',
    v.optional(v.pipe(v.array(adjustment), v.maxLength(20, 'at most 20 fees'))),
  ),
};
