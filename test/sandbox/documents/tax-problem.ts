import { type Fields, reference } from '../wire-record.ts';

/** Rates by tax rule; null: the customer's country decides (OSS). */
export type RatesByRule = Readonly<Record<string, readonly number[] | null>>;

/** The rules for what is sold. Source: documentation, "sevdesk-Update 2.0". */
export const REVENUE_RATES: RatesByRule = {
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

/** Rules that never make an e-invoice: one stop shop (documentation, "sevdesk-Update 2.0"). */
export const ONE_STOP_SHOP_RULES: readonly string[] = ['18', '19', '20'];

/** The tax types of system 1.0 that 2.0 still takes (documentation, "sevdesk-Update 2.0"). */
const RULE_OF_TAX_TYPE: Readonly<Record<string, string>> = { default: '1', eu: '3', noteu: '17', ss: '11' };

/** Id of the tax rule a document has, by itself or by its tax type. */
export function taxRuleId(document: Fields): string | undefined {
  return reference(document.taxRule)?.id ?? RULE_OF_TAX_TYPE[String(document.taxType)];
}

/** The rule as it is stored: an old tax type is mapped to its rule (documentation, "sevdesk-Update 2.0"). */
export function taxRuleFields(document: Fields): Fields {
  const id = taxRuleId(document);
  return id ? { taxRule: { id, objectName: 'TaxRule' }, taxType: null } : {};
}

/** Why rule and rates do not go together (documentation: 422; the wording is assumed). */
export function taxProblem(
  document: Fields,
  positions: readonly Fields[],
  ratesByRule: RatesByRule,
): string | undefined {
  const id = taxRuleId(document);
  if (id === undefined) return 'The tax rule is required';
  const rates = ratesByRule[id];
  if (rates === undefined) return `The tax rule ${id} is not allowed for this document`;
  const wrong = positions.find(({ taxRate }) => rates && !rates.includes(Number(taxRate)));
  return wrong && `The tax rate ${String(wrong.taxRate)} is not allowed for the tax rule ${id}`;
}
