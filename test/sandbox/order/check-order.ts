import type { Account } from '../account.ts';
import { checkDocument } from '../documents/check-document.ts';
import type { ComingDocument } from '../documents/coming-document.ts';
import { documentSumFields } from '../documents/positions.ts';
import { REVENUE_RATES } from '../documents/tax-problem.ts';
import { refuse } from '../http/api-error.ts';
import { expectedReference } from '../http/expected-reference.ts';
import { type Fields, isFields } from '../wire-record.ts';

/** By field the values there are (documentation, "Types and status of orders"). */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  status: ['100', '200', '300', '500', '750', '1000'],
  orderType: ['AN', 'AB', 'LI'],
};

/**
 * Refuses what sevdesk refuses, before anything is written.
 * @throws ApiError
 */
export function checkOrder(account: Account, coming: ComingDocument): void {
  checkDocument(account, coming, REVENUE_RATES);
  checkChoices(coming.document);
  const { sumNet, sumGross } = documentSumFields(coming.document, coming.positions, coming.discounts);
  // Announced 2023-06-13; the wording is assumed.
  if (sumNet?.startsWith('-') || sumGross?.startsWith('-'))
    throw refuse(422, 'The sum of an order can not be negative');
}

/** @throws ApiError; status and wording are assumed */
export function checkChoices(order: Fields): void {
  for (const [field, values] of Object.entries(CHOICES)) {
    const value = order[field];
    if (value === undefined || values.includes(String(value))) continue;
    throw refuse(422, `${field} must be one of ${values.join(', ')}`);
  }
}

/**
 * Refuses a body of another shape in sevdesk's misleading words (practice). Unlike with invoices, lists must be lists.
 * @throws ApiError
 */
export function checkOrderShape(body: Fields): void {
  if (!isFields(body.order)) throw expectedReference('order', body.order);
  for (const name of ['orderPosSave', 'orderPosDelete']) {
    const value = body[name];
    if (value === undefined || value === null) continue;
    const entries: readonly unknown[] = Array.isArray(value) ? value : isFields(value) ? Object.values(value) : [value];
    const wrong = entries.findIndex((entry) => !isFields(entry));
    if (wrong >= 0) throw expectedReference(name, entries[wrong]);
  }
}
