import { type Fields, isFields } from '../wire-record.ts';

/** The body of `saveInvoice`, read (documentation, "Invoice": the key really is `invoicePosSave`). */
export interface SaveRequest {
  readonly invoice: Fields;
  readonly positions: readonly Fields[];
  readonly deletedPositionIds: readonly string[];
  readonly takeDefaultAddress: boolean;
  readonly hasDiscounts: boolean;
}

export function readSaveRequest(body: Fields): SaveRequest {
  return {
    invoice: isFields(body.invoice) ? body.invoice : {},
    positions: fieldsList(body.invoicePosSave),
    deletedPositionIds: fieldsList(body.invoicePosDelete).map(({ id }) => String(id)),
    takeDefaultAddress: body.takeDefaultAddress === true || body.takeDefaultAddress === 'true',
    hasDiscounts: fieldsList(body.discountSave).length > 0,
  };
}

function fieldsList(value: unknown): Fields[] {
  if (Array.isArray(value)) return value.filter(isFields);
  return isFields(value) ? [value] : [];
}
