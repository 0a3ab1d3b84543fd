import { quoted } from '../quoted.ts';
import { isOneOf, rateOfName } from './tax-rate.ts';
import { taxRuleOf } from './tax-rule.ts';

/** sevdesk's names of what a command calls `expense` and `revenue`. */
export type ReceiptType = 'EXPENSE' | 'REVENUE';

/** What sevdesk allows for an account of a tenant's chart: a row of ReceiptGuidance, with its own names of the rates. */
export interface AccountGuidance {
  readonly accountDatevId: string | number;
  readonly accountNumber: string;
  readonly accountName?: string | undefined;
  readonly allowedTaxRules: readonly {
    readonly id: string | number;
    readonly name?: string | undefined;
    readonly taxRates: readonly string[];
  }[];
  readonly allowedReceiptTypes: readonly string[];
}

export interface BookedPosition {
  readonly accountNumber: string;
  readonly taxRule: string;
  /** Percent. */
  readonly taxRate: string;
  readonly receiptType: ReceiptType;
}

/** Why no row of this account takes the position, and what the account does allow; `undefined` if one takes it. */
export function guidanceProblem(guidance: readonly AccountGuidance[], position: BookedPosition): string | undefined {
  const rows = guidance.filter(({ accountNumber }) => accountNumber === position.accountNumber);
  const problems = rows.map((row) => rowProblem(row, position));
  if (rows.length > 0 && problems.includes(undefined)) return undefined;
  return problems[0] ?? `account "${position.accountNumber}" is none that sevdesk allows for receipts of this tenant`;
}

function rowProblem(row: AccountGuidance, { taxRule, taxRate, receiptType }: BookedPosition): string | undefined {
  const { allowedReceiptTypes, allowedTaxRules } = row;
  const account = `account "${row.accountNumber}"${row.accountName ? ` (${row.accountName})` : ''}`;
  if (!allowedReceiptTypes.includes(receiptType)) {
    return `${account} is not allowed for ${receiptType.toLowerCase()}; allowed: ${allowedReceiptTypes.join(', ').toLowerCase()}`;
  }
  const rule = allowedTaxRules.find(({ id }) => String(id) === taxRule);
  if (!rule) return `${account} does not allow tax rule "${taxRule}"; allowed: ${describeRules(row)}`;
  const rates = rule.taxRates.map(rateOfName);
  if (isOneOf(taxRate, rates)) return undefined;
  return `${account} with tax rule "${taxRule}" does not allow the tax rate "${taxRate}"; allowed: ${quoted(rates)}`;
}

function describeRules({ allowedTaxRules }: AccountGuidance): string {
  const rules = allowedTaxRules.map(({ id, name, taxRates }) => {
    const meaning = taxRuleOf(String(id))?.meaning ?? name ?? 'a rule that is new';
    return `"${id}", ${meaning}, with ${quoted(taxRates.map(rateOfName))}`;
  });
  return rules.join(' · ') || 'none';
}
