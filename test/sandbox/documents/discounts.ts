import type { Account } from '../account.ts';
import { decimal, decimalText, parseDecimal } from '../decimal.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import type { ApiCall } from '../resources/resource.ts';
import { type Fields, pick, type Reference, reference, type WireRecord, wireFields } from '../wire-record.ts';
import type { Adjustment } from './adjusted-sums.ts';
import { isTrue } from './is-true.ts';

/** sevdesk's word for discounts and additional fees (`discount` false) of a whole document. */
export const DISCOUNTS = 'Discounts';

const WRITABLE = ['discount', 'text', 'percentage', 'value'];

/** `GET /X/{id}/getDiscounts` (documentation, "Order"; practice for invoices). */
export function getDiscounts(documentModel: string) {
  return ({ account, id }: ApiCall): ApiAnswer => objects(discountsOf(account, account.get(documentModel, id)));
}

/** In the order they were made. */
export function discountsOf(account: Account, document: Reference): WireRecord[] {
  return account.records(DISCOUNTS).filter(({ object }) => {
    const found = reference(object);
    return found?.id === document.id && found.objectName === document.objectName;
  });
}

/** Adds a discount to a document, or changes the one whose id it names. `isNet` follows the document's prices (measured). */
export function saveDiscount(account: Account, document: WireRecord, discount: Fields): WireRecord {
  const given = wireDiscount(pick(discount, WRITABLE));
  if (discount.id) return account.change(account.get(DISCOUNTS, String(discount.id)), given);
  // Measured: `sevClient` is an id here, and no reference.
  const defaults = { object: reference(document), sevClient: account.sevClient.id, isNet: document.showNet };
  return account.insert(DISCOUNTS, wireFields(defaults, given));
}

/** @throws ApiError; the wording is assumed */
export function checkDiscount({ value }: Fields): void {
  if (!parseDecimal(value)) throw refuse(400, 'value of a discount must be a number');
}

export function readAdjustment({ discount, percentage, value }: Fields): Adjustment {
  return { isFee: !isTrue(discount), isPercentage: isTrue(percentage), value: decimal(value) };
}

function wireDiscount(discount: Fields): Fields {
  const { value } = discount;
  return { ...discount, ...(value !== undefined && { value: decimalText(decimal(value)) }), ...flags(discount) };
}

function flags(discount: Fields): Fields {
  const given = ['discount', 'percentage'].filter((name) => discount[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, isTrue(discount[name]) ? '1' : '0']));
}
