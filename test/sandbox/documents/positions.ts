import type { Account } from '../account.ts';
import { centsText, decimal, decimalText } from '../decimal.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import type { ApiCall } from '../resources/resource.ts';
import { type Fields, pick, reference, type WireRecord, wireFields } from '../wire-record.ts';
import { adjustedSums } from './adjusted-sums.ts';
import { readAdjustment } from './discounts.ts';
import { isTrue } from './is-true.ts';
import { documentField, positionModel } from './position-model.ts';
import { positionDiscountCents, positionSums, priceSums, sumFields } from './sums.ts';

const DEFAULTS = {
  name: null,
  text: null,
  priority: '100',
  positionNumber: '1000',
  discount: '0',
  isPercentage: '1',
  discountedValue: null,
  temporary: null,
  sumDiscount: '0',
  sumNetForeignCurrency: '0',
  sumTaxForeignCurrency: '0',
  sumGrossForeignCurrency: '0',
  sumDiscountForeignCurrency: '0',
  createNextPart: null,
};
/** What positions have beyond each other: practice for orders, measured for credit notes. */
const MORE_DEFAULTS: Readonly<Record<string, Fields>> = {
  OrderPos: { optional: '0', optionalChargeable: '0' },
  CreditNotePos: { temporary: '0' },
};
const AMOUNTS = ['quantity', 'price', 'taxRate', 'discount'];
const WRITABLE = ['name', 'text', 'priority', 'positionNumber', 'unity', 'part', ...AMOUNTS];

/** `GET /X/{id}/getPositions` of invoices and orders (documentation): in their order. */
export function getPositions(documentModel: string) {
  return ({ account, id, query }: ApiCall): ApiAnswer => {
    const positions = account.positions(account.get(documentModel, id));
    const offset = Number(query.get('offset') ?? 0);
    return objects(positions.slice(offset, offset + Number(query.get('limit') ?? 100)));
  };
}

/** Adds a position to an invoice, a credit note or an order, or changes the one whose id it names. */
export function savePosition(account: Account, document: WireRecord, position: Fields): WireRecord {
  const model = positionModel(document.objectName);
  const isNew = position.id === undefined || position.id === null;
  const existing = isNew ? undefined : account.get(model, String(position.id));
  const more = MORE_DEFAULTS[model];
  const given = pick(position, [...WRITABLE, ...Object.keys(more ?? {})]);
  const written = { ...given, ...positionAmounts({ ...existing, ...given }, isTrue(document.showNet)) };
  if (existing) return account.change(existing, written);
  const parent = { [documentField(model) ?? '']: { id: document.id, objectName: document.objectName } };
  return account.insert(model, wireFields({ ...DEFAULTS, ...more, ...parent }, written));
}

/** What positions and discounts come to, as fields of their document. Practice: optional positions do not count. */
export function documentSumFields(
  { showNet }: Fields,
  positions: readonly Fields[],
  discounts: readonly Fields[],
): Record<string, string> {
  const counted = positions.filter(({ optional }) => !isTrue(optional));
  const { sums, adjustment } = adjustedSums(counted, isTrue(showNet), discounts.map(readAdjustment));
  const [net, gross] = [centsText(adjustment.net), centsText(adjustment.gross)];
  const discountSums = { sumDiscounts: isTrue(showNet) ? net : gross, sumDiscountNet: net, sumDiscountGross: gross };
  return { ...sumFields(sums), ...discountSums };
}

function positionAmounts(fields: Fields, showNet: boolean): Fields {
  const piece = priceSums(fields, showNet);
  return {
    unity: reference(fields.unity) ?? { id: '1', objectName: 'Unity' },
    quantity: decimalText(decimal(fields.quantity)),
    price: decimalText(decimal(fields.price)),
    taxRate: decimalText(decimal(fields.taxRate)),
    discount: decimalText(decimal(fields.discount ?? '0')),
    sumDiscount: centsText(positionDiscountCents(fields)),
    priceNet: centsText(piece.net),
    priceTax: centsText(piece.tax),
    priceGross: centsText(piece.gross),
    ...sumFields(positionSums(fields, showNet)),
  };
}
