import type { Account } from '../account.ts';
import { BOOKING_ACCOUNTS, type ReceiptType } from '../guidance/chart-of-accounts.ts';
import { type ReceiptGuide, receiptGuides } from '../guidance/receipt-guides.ts';
import { TAX_RULES } from '../guidance/tax-rules.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import type { Action, ApiCall, Resource } from './resource.ts';

/** Which booking accounts go with which tax rules and rates. Source: sevdesk's documentation, "Receipt Guidance". */
export const receiptGuidance: Resource = {
  path: 'ReceiptGuidance',
  model: 'ReceiptGuidance',
  actions: [
    { method: 'GET', path: 'forAllAccounts', run: ({ account }) => objects(receiptGuides(account)) },
    forReceiptType('forRevenue', 'REVENUE'),
    forReceiptType('forExpense', 'EXPENSE'),
    { method: 'GET', path: 'forTaxRule', run: forTaxRule },
    { method: 'GET', path: 'forAccountNumber', run: forAccountNumber },
  ],
};

function forReceiptType(path: string, type: ReceiptType): Action {
  const isWanted = ({ allowedReceiptTypes }: ReceiptGuide) => allowedReceiptTypes.includes(type);
  return { method: 'GET', path, run: ({ account }) => objects(receiptGuides(account).filter(isWanted)) };
}

/** By the rule's code, not its id (documentation). Documented: 422 for an unknown one; the wording is assumed. */
function forTaxRule({ account, query }: ApiCall): ApiAnswer {
  const code = query.get('taxRule');
  if (!TAX_RULES.some((rule) => rule.code === code)) throw refuse(422, `Unknown tax rule ${String(code)}`);
  return objects(
    receiptGuides(account).filter(({ allowedTaxRules }) => allowedTaxRules.some(({ name }) => name === code)),
  );
}

/** Documented: 422 for an unknown number; the wording is assumed. */
function forAccountNumber({ account, query }: ApiCall): ApiAnswer {
  const number = query.get('accountNumber');
  const found = receiptGuides(account).find(({ accountNumber }) => accountNumber === number);
  if (!found) throw refuse(422, `Unknown account number ${String(number)}`);
  return objects(isAnsweredBare(account, found) ? found : [found]);
}

function isAnsweredBare({ identity }: Account, { accountNumber }: ReceiptGuide): boolean {
  return BOOKING_ACCOUNTS.some((row) => row.isAnsweredBare && row[identity.chart][1] === accountNumber);
}
