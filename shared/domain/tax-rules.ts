/** A tax rule (Steuerregel) of bookkeeping system 2.0 for revenue documents, and the rates it allows in Germany. */
interface TaxRule {
  readonly meaning: string;
  /** Percent; undefined: the rate of the customer's country (OSS), which only sevdesk knows. */
  readonly rates?: readonly number[];
  /** `taxText` that sevdesk prints on the document. */
  readonly text: string;
}

/** Source: sevdesk's documentation, "Tax rules" of the 2.0 update. */
const REVENUE_TAX_RULES: Readonly<Record<string, TaxRule>> = {
  1: { meaning: 'taxable revenue (Umsatzsteuerpflichtige Umsätze)', rates: [0, 7, 19], text: 'Umsatzsteuer' },
  2: { meaning: 'exports (Ausfuhren)', rates: [0], text: 'Steuerfreie Ausfuhrlieferung' },
  3: {
    meaning: 'intra-community supplies (Innergemeinschaftliche Lieferungen)',
    rates: [0, 7, 19],
    text: 'Steuerfreie innergemeinschaftliche Lieferung',
  },
  4: {
    meaning: 'tax-free revenue (Steuerfreie Umsätze § 4 UStG)',
    rates: [0],
    text: 'Steuerfreier Umsatz nach § 4 UStG',
  },
  5: { meaning: 'reverse charge (§ 13b UStG)', rates: [0], text: 'Steuerschuldnerschaft des Leistungsempfängers' },
  11: {
    meaning: 'small business (Kleinunternehmer § 19 UStG)',
    rates: [0],
    text: 'Gemäß § 19 UStG wird keine Umsatzsteuer berechnet',
  },
  17: {
    meaning: 'not taxable in Germany (Nicht im Inland steuerbar)',
    rates: [0],
    text: 'Nicht im Inland steuerbare Leistung',
  },
  18: { meaning: 'one-stop shop, goods (OSS)', text: 'One-Stop-Shop' },
  19: { meaning: 'one-stop shop, electronic service (OSS)', text: 'One-Stop-Shop' },
  20: { meaning: 'one-stop shop, other service (OSS)', text: 'One-Stop-Shop' },
  21: { meaning: 'reverse charge (§ 18b UStG)', rates: [0], text: 'Steuerschuldnerschaft des Leistungsempfängers' },
};

/** The text that a document with this rule carries. */
export function taxText(taxRule: string): string {
  return REVENUE_TAX_RULES[taxRule]?.text ?? 'Umsatzsteuer';
}

/** Why a German tenant can't use this rule with these rates on a revenue document, or `undefined` if it can. */
export function taxProblem(taxRule: string, taxRates: readonly string[]): string | undefined {
  const rule = REVENUE_TAX_RULES[taxRule];
  if (!rule) {
    return `data.taxRule: "${taxRule}" is no tax rule for revenue; allowed are ${Object.keys(REVENUE_TAX_RULES).join(', ')}`;
  }
  const index = taxRates.findIndex((rate) => rule.rates && !rule.rates.includes(Number(rate)));
  if (index < 0) return undefined;
  const allowed = rule.rates?.map((rate) => `"${rate}"`).join(', ');
  return `data.positions.${index}.taxRate: "${taxRates[index]}" is not allowed by tax rule ${taxRule}, ${rule.meaning}; allowed: ${allowed}`;
}
