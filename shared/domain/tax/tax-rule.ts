/** What a tax rule can stand on. `RE` is an invoice, `AR` an advance and `TR` a partial one. */
export type TaxedDocument = 'RE' | 'AR' | 'TR' | 'order' | 'credit-note' | 'revenue-voucher' | 'expense-voucher';

/** A tax rule (Steuerregel) of bookkeeping system 2.0, in Germany. */
export interface TaxRule {
  /** sevdesk's own name of it, as far as it was seen in ReceiptGuidance. */
  readonly codeName?: string;
  readonly meaning: string;
  /** Percent; undefined: the rate of the customer's country (OSS), which only sevdesk knows. */
  readonly rates?: readonly string[];
  /** Who may use it: a small business (Kleinunternehmer, § 19 UStG), a regular one, or both. */
  readonly business: 'small' | 'regular' | 'any';
  readonly documents: readonly TaxedDocument[];
  readonly noEInvoice?: true;
  /** `taxText` that sevdesk prints on the document. */
  readonly text?: string;
}

/** The rates that sevdesk knows in Germany; those of a part (Artikel) as well (documentation, "Part"). */
export const PART_TAX_RATES = ['0', '7', '19'] as const;

const ZERO = ['0'] as const;
const INVOICES: readonly TaxedDocument[] = ['RE', 'order', 'credit-note'];
const ANY_REVENUE: readonly TaxedDocument[] = [...INVOICES, 'revenue-voucher'];
/** Only these rules are allowed for advance and partial invoices (documentation, "Invoicing"). */
const WITH_PARTIAL: readonly TaxedDocument[] = [...ANY_REVENUE, 'AR', 'TR'];
const EXPENSE: readonly TaxedDocument[] = ['expense-voucher'];
const OSS = { business: 'regular', documents: INVOICES, noEInvoice: true, text: 'One-Stop-Shop' } as const;
const RECIPIENT_OWES = 'Steuerschuldnerschaft des Leistungsempfängers';

/** Every rule by its id. Source: documentation, "sevdesk-Update 2.0", "Tax Rules"; 16 and 22 from ReceiptGuidance (measured). */
export const TAX_RULES: Readonly<Record<string, TaxRule>> = {
  1: {
    codeName: 'USTPFL_UMS_EINN',
    meaning: 'taxable revenue (Umsatzsteuerpflichtige Umsätze)',
    rates: PART_TAX_RATES,
    business: 'regular',
    documents: WITH_PARTIAL,
    text: 'Umsatzsteuer',
  },
  2: {
    codeName: 'AUSFUHREN',
    meaning: 'exports (Ausfuhren)',
    rates: ZERO,
    business: 'regular',
    documents: ANY_REVENUE,
    text: 'Steuerfreie Ausfuhrlieferung',
  },
  3: {
    codeName: 'INNERGEM_LIEF',
    meaning: 'intra-community supplies (Innergemeinschaftliche Lieferungen)',
    rates: PART_TAX_RATES,
    business: 'regular',
    documents: ANY_REVENUE,
    text: 'Steuerfreie innergemeinschaftliche Lieferung',
  },
  4: {
    meaning: 'tax-free revenue (Steuerfreie Umsätze § 4 UStG)',
    rates: ZERO,
    business: 'regular',
    documents: ANY_REVENUE,
    text: 'Steuerfreier Umsatz nach § 4 UStG',
  },
  5: {
    meaning: 'reverse charge (§ 13b UStG)',
    rates: ZERO,
    business: 'regular',
    documents: ANY_REVENUE,
    text: RECIPIENT_OWES,
  },
  8: {
    meaning: 'intra-community purchases (Innergemeinschaftliche Erwerbe)',
    rates: PART_TAX_RATES,
    business: 'regular',
    documents: EXPENSE,
  },
  9: {
    codeName: 'VORST_ABZUGSF_AUFW',
    meaning: 'expenses with input tax (Vorsteuerabziehbare Aufwendungen)',
    rates: PART_TAX_RATES,
    business: 'regular',
    documents: EXPENSE,
  },
  10: {
    meaning: 'expenses without input tax (Nicht vorsteuerabziehbare Aufwendungen)',
    rates: ZERO,
    business: 'any',
    documents: EXPENSE,
  },
  11: {
    codeName: 'KLEINUNTERNEHMER_P19',
    meaning: 'small business (Kleinunternehmer § 19 UStG)',
    rates: ZERO,
    business: 'small',
    documents: WITH_PARTIAL,
    text: 'Gemäß § 19 UStG wird keine Umsatzsteuer berechnet',
  },
  12: {
    codeName: 'REV_CHARGE_13B_MIT_VORST_ABZUG_0',
    meaning: 'reverse charge with input tax (§ 13b Abs. 2 UStG)',
    rates: ZERO,
    business: 'regular',
    documents: EXPENSE,
  },
  13: {
    codeName: 'REV_CHARGE_13B_OHNE_VORST_ABZUG_0',
    meaning: 'reverse charge without input tax (§ 13b UStG)',
    rates: ZERO,
    business: 'any',
    documents: EXPENSE,
  },
  14: {
    codeName: 'REV_CHARGE_13B_EU_0',
    meaning: 'reverse charge from the EU (§ 13b Abs. 1 UStG)',
    rates: ZERO,
    business: 'regular',
    documents: EXPENSE,
  },
  16: {
    codeName: 'NICHT_STEUERBAR_EXPENSE',
    meaning: 'expenses that are not taxable, such as deposits (Nicht steuerbar)',
    rates: ZERO,
    business: 'any',
    documents: EXPENSE,
  },
  17: {
    meaning: 'not taxable in Germany (Nicht im Inland steuerbar)',
    rates: ZERO,
    business: 'regular',
    documents: ANY_REVENUE,
    text: 'Nicht im Inland steuerbare Leistung',
  },
  18: { meaning: 'one-stop shop, goods (OSS)', ...OSS },
  19: { meaning: 'one-stop shop, electronic service (OSS)', ...OSS },
  20: { meaning: 'one-stop shop, other service (OSS)', ...OSS },
  21: {
    meaning: 'reverse charge (§ 18b UStG)',
    rates: ZERO,
    business: 'regular',
    documents: INVOICES,
    text: RECIPIENT_OWES,
  },
  22: {
    codeName: 'NICHT_STEUERBAR_REVENUE',
    meaning: 'money that is passed on (Durchlaufende Posten)',
    rates: ZERO,
    business: 'any',
    // Accounts for both kinds of receipts offer it (measured).
    documents: ['revenue-voucher', 'expense-voucher'],
  },
};

/** The rule with this id, if sevdesk has one. */
export function taxRuleOf(id: string): TaxRule | undefined {
  return Object.hasOwn(TAX_RULES, id) ? TAX_RULES[id] : undefined;
}

export interface Business {
  /** Small business (Kleinunternehmer, § 19 UStG). */
  readonly smallBusiness?: boolean | undefined;
}

/** The rule of a document that names none. */
export function defaultTaxRule(document: TaxedDocument, { smallBusiness }: Business): string {
  if (document === 'expense-voucher') return smallBusiness ? '10' : '9';
  return smallBusiness ? '11' : '1';
}

/** The text that a revenue document with this rule carries; one without a rule has the default one. */
export function taxText(taxRule: string | undefined, business: Business): string {
  const fallback = defaultTaxRule('RE', business);
  return taxRuleOf(taxRule ?? fallback)?.text ?? taxRuleOf(fallback)?.text ?? '';
}
