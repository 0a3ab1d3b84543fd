import { parseDecimal } from '../parse-decimal.ts';
import { quoted } from '../quoted.ts';
import { isOneOf } from './tax-rate.ts';
import { type Business, TAX_RULES, type TaxedDocument, type TaxRule } from './tax-rule.ts';

export interface TaxFacts extends Business {
  readonly document: TaxedDocument;
  readonly taxRule: string;
  /** Percent, one for each position. */
  readonly taxRates: readonly string[];
  readonly eInvoice?: boolean | undefined;
  readonly currency?: string | undefined;
}

/** Where in a command something is wrong, and what is allowed there. */
export interface TaxProblem {
  readonly path: string;
  readonly message: string;
}

const NAMES: Readonly<Record<TaxedDocument, string>> = {
  RE: 'an invoice (RE)',
  AR: 'an advance invoice (AR)',
  TR: 'a partial invoice (TR)',
  order: 'an order',
  'credit-note': 'a credit note',
  'revenue-voucher': 'a revenue voucher',
  'expense-voucher': 'an expense voucher',
};

/** Must be in the account's own currency (documentation, "Invoicing"), which is taken to be the euro in Germany (assumed). */
const ONLY_EURO: readonly TaxedDocument[] = ['AR', 'TR'];

/**
 * Why sevdesk would refuse these taxes from a German tenant, or `undefined`. Where it is not known whether the tenant is a
 * small business, the rules of both are allowed.
 */
export function taxProblem(facts: TaxFacts): TaxProblem | undefined {
  const { document, taxRule, taxRates, currency } = facts;
  const allowed = Object.entries(TAX_RULES).filter(([, rule]) => mayUse(rule, facts));
  const rule = allowed.find(([id]) => id === taxRule)?.[1];
  if (!rule) {
    const message = `"${taxRule}" is not allowed for ${describe(facts)}; allowed: ${quoted(allowed.map(([id]) => id))}`;
    return { path: 'data.taxRule', message };
  }
  const index = taxRates.findIndex((rate) => !allowsRate(rule, rate));
  if (index >= 0) {
    const message = `"${taxRates[index]}" is not allowed by tax rule ${taxRule}, ${rule.meaning}; allowed: ${describeRates(rule)}`;
    return { path: `data.positions.${index}.taxRate`, message };
  }
  if (currency === undefined || currency === 'EUR' || !ONLY_EURO.includes(document)) return undefined;
  return { path: 'data.currency', message: `"${currency}" is not allowed for ${NAMES[document]}; allowed: "EUR"` };
}

function mayUse(rule: TaxRule, { document, smallBusiness, eInvoice }: TaxFacts): boolean {
  if (!rule.documents.includes(document) || (eInvoice && rule.noEInvoice)) return false;
  // The documentation names 11 in one place and 1 in another for revenue vouchers of small businesses: ReceiptGuidance decides.
  if (smallBusiness === undefined || rule.business === 'any' || document === 'revenue-voucher') return true;
  return (rule.business === 'small') === smallBusiness;
}

function allowsRate({ rates }: TaxRule, rate: string): boolean {
  if (rates) return isOneOf(rate, rates);
  const percent = parseDecimal(rate);
  return percent ? percent.gte(0) && percent.lte(100) : false;
}

function describeRates({ rates }: TaxRule): string {
  return rates ? quoted(rates) : 'the rate of the customer\'s country, from "0" to "100"';
}

function describe({ document, smallBusiness, eInvoice }: TaxFacts): string {
  const kind = eInvoice ? `${NAMES[document]} that is an e-invoice` : NAMES[document];
  if (smallBusiness === undefined) return kind;
  return `${kind} of a ${smallBusiness ? 'small' : 'regular'} business (${smallBusiness ? '' : 'not '}§ 19 UStG)`;
}
