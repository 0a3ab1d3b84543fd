import type { Account } from '../account.ts';
import { centsText, decimal, decimalText } from '../decimal.ts';
import { type Fields, isFields, pick, reference, type WireRecord } from '../wire-record.ts';
import { documentSums, positionSums, priceSums, sumFields } from './sums.ts';

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
const WRITABLE = ['name', 'text', 'priority', 'positionNumber', 'unity', 'quantity', 'price', 'taxRate', 'part'];

/** The positions of an invoice in their order. */
export function positionsOf(account: Account, invoiceId: string): WireRecord[] {
  return account.records('InvoicePos').filter(({ invoice }) => isFields(invoice) && invoice.id === invoiceId);
}

/** Adds a position, or changes the one whose id it names. */
export function savePosition(account: Account, invoice: WireRecord, position: Fields): WireRecord {
  const isNew = position.id === undefined || position.id === null;
  const existing = isNew ? undefined : account.get('InvoicePos', String(position.id));
  const fields = { ...existing, ...pick(position, WRITABLE) };
  const amounts = positionAmounts(fields, invoice.showNet === '1');
  if (existing) return account.change(existing, { ...pick(position, WRITABLE), ...amounts });
  const record = account.insert('InvoicePos', { ...DEFAULTS, invoice: { id: invoice.id, objectName: 'Invoice' } });
  return account.change(record, { ...pick(position, WRITABLE), ...amounts });
}

/** Writes the sums of the positions into their invoice. */
export function refreshSums(invoice: WireRecord, positions: readonly Fields[]): void {
  Object.assign(invoice, sumFields(documentSums(positions, invoice.showNet === '1')));
}

function positionAmounts(fields: Fields, showNet: boolean): Fields {
  const piece = priceSums(fields, showNet);
  return {
    unity: reference(fields.unity) ?? { id: '1', objectName: 'Unity' },
    quantity: decimalText(decimal(fields.quantity)),
    price: decimalText(decimal(fields.price)),
    taxRate: decimalText(decimal(fields.taxRate)),
    priceNet: centsText(piece.net),
    priceTax: centsText(piece.tax),
    priceGross: centsText(piece.gross),
    ...sumFields(positionSums(fields, showNet)),
  };
}
