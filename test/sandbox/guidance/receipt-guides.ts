import type { Account } from '../account.ts';
import { BOOKING_ACCOUNTS, type BookingAccount, type ReceiptType } from './chart-of-accounts.ts';
import { TAX_RULES, type TaxRule } from './tax-rules.ts';

/** What sevdesk says about a booking account; its ids really are numbers (measured). */
export interface ReceiptGuide {
  readonly accountDatevId: number;
  readonly accountNumber: string;
  readonly accountName: string;
  readonly description: string;
  readonly allowedTaxRules: readonly AllowedTaxRule[];
  readonly allowedReceiptTypes: readonly ReceiptType[];
}

interface AllowedTaxRule {
  readonly name: string;
  readonly id: number;
  readonly description: string;
  readonly taxRates: readonly string[];
}

const RATE_WORDS: Readonly<Record<string, string>> = { 0: 'ZERO', 7: 'SEVEN', 19: 'NINETEEN' };

/** The word for a rate: `ZERO` for 0; undefined for a rate that has none. */
export function rateWord(rate: string): string | undefined {
  return RATE_WORDS[rate];
}

/** The guides for an account's chart and kind of business (documentation, "Receipt Guidance"). */
export function receiptGuides(account: Account): readonly ReceiptGuide[] {
  return BOOKING_ACCOUNTS.map((row) => guide(row, account));
}

function guide(row: BookingAccount, { identity }: Account): ReceiptGuide {
  const [id, number] = row[identity.chart];
  const allowed = row.rules[identity.smallBusiness ? 'small' : 'regular'];
  return {
    accountDatevId: Number(id),
    accountNumber: number,
    accountName: row.name,
    description: row.description,
    allowedTaxRules: TAX_RULES.filter((rule) => allowed.includes(rule.id)).map(allowedRule),
    allowedReceiptTypes: row.receiptTypes,
  };
}

function allowedRule({ id, code, name, rates }: TaxRule): AllowedTaxRule {
  return { name: code, id: Number(id), description: name, taxRates: rates.map((rate) => RATE_WORDS[rate] ?? rate) };
}
