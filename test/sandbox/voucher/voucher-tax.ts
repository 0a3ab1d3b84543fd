import type { Account } from '../account.ts';
import { decimalText, parseDecimal } from '../decimal.ts';
import { rateWord, receiptGuides } from '../guidance/receipt-guides.ts';
import type { Refusal } from '../http/api-error.ts';
import { type Fields, reference } from '../wire-record.ts';

/** The tax types of system 1.0 that 2.0 still takes (documentation, "sevdesk-Update 2.0"), for expenses and revenue. */
const RULE_OF_TAX_TYPE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  C: { default: '9', ss: '10' },
  D: { default: '1', eu: '3', noteu: '17', ss: '11' },
};
const RECEIPT_TYPE: Readonly<Record<string, 'EXPENSE' | 'REVENUE'>> = { C: 'EXPENSE', D: 'REVENUE' };

/** Id of the tax rule a voucher has, by itself or by its tax type. */
export function voucherTaxRule(voucher: Fields): string | undefined {
  return reference(voucher.taxRule)?.id ?? RULE_OF_TAX_TYPE[String(voucher.creditDebit)]?.[String(voucher.taxType)];
}

/**
 * Why a position's account, rule and rate do not go together (documentation, "Receipt Guidance"). Code 7100 for a rule that
 * the account or the business does not know is practice, the wording is assumed.
 */
export function taxRefusal(account: Account, voucher: Fields, position: Fields): Refusal | undefined {
  const id = reference(position.accountDatev)?.id;
  const guide = receiptGuides(account).find(({ accountDatevId }) => String(accountDatevId) === id);
  const ruleId = voucherTaxRule(voucher);
  if (!guide || ruleId === undefined) return { status: 422, message: 'The tax rule is required' };
  const type = RECEIPT_TYPE[String(voucher.creditDebit)];
  if (!type || !guide.allowedReceiptTypes.includes(type)) {
    return { status: 422, message: `The account ${guide.accountNumber} is not allowed for this kind of voucher` };
  }
  const rule = guide.allowedTaxRules.find((allowed) => String(allowed.id) === ruleId);
  const where = `account ${guide.accountNumber} and the tax rule ${ruleId}`;
  if (!rule) return { status: 422, code: 7100, message: `The ${where} do not go together` };
  if (rule.taxRates.includes(rateWordOf(position.taxRate))) return undefined;
  return { status: 422, message: `The tax rate ${String(position.taxRate)} is not allowed for the ${where}` };
}

function rateWordOf(taxRate: unknown): string {
  const rate = parseDecimal(taxRate);
  return (rate && rateWord(decimalText(rate))) ?? '';
}
