import { type Fields, reference } from '../wire-record.ts';

/** Rates by tax rule; null: the customer's country decides (OSS). Source: documentation, "sevdesk-Update 2.0". */
const RATES: Readonly<Record<string, readonly number[] | null>> = {
  1: [0, 7, 19],
  2: [0],
  3: [0, 7, 19],
  4: [0],
  5: [0],
  11: [0],
  17: [0],
  18: null,
  19: null,
  20: null,
  21: [0],
};

/** The tax types of system 1.0 that 2.0 still takes (documentation, "sevdesk-Update 2.0"). */
const RULE_OF_TAX_TYPE: Readonly<Record<string, string>> = { default: '1', eu: '3', noteu: '17', ss: '11' };

/** Id of the tax rule an invoice has, by itself or by its tax type. */
export function taxRuleId(invoice: Fields): string | undefined {
  return reference(invoice.taxRule)?.id ?? RULE_OF_TAX_TYPE[String(invoice.taxType)];
}

/** Why rule and rates do not go together (documentation: 422; the wording is assumed). */
export function taxProblem(invoice: Fields, positions: readonly Fields[]): string | undefined {
  const id = taxRuleId(invoice);
  if (id === undefined) return 'The tax rule is required';
  const rates = RATES[id];
  if (rates === undefined) return `The tax rule ${id} is not allowed for invoices`;
  const wrong = positions.find(({ taxRate }) => rates && !rates.includes(Number(taxRate)));
  return wrong && `The tax rate ${String(wrong.taxRate)} is not allowed for the tax rule ${id}`;
}
