import { type Fields, isFields } from '../wire-record.ts';
import type { DocumentKind } from './document-kind.ts';
import { isTrue } from './is-true.ts';

/** The body of a factory that saves a document, read (documentation: the key of positions really is `<key>PosSave`). */
export interface SaveRequest {
  readonly document: Fields;
  readonly positions: readonly Fields[];
  readonly deletedPositionIds: readonly string[];
  readonly discounts: readonly Fields[];
  readonly deletedDiscountIds: readonly string[];
  readonly takeDefaultAddress: boolean;
}

export function readSaveRequest({ key }: Pick<DocumentKind, 'key'>, body: Fields): SaveRequest {
  const document = body[key];
  return {
    document: isFields(document) ? document : {},
    positions: fieldsList(body[`${key}PosSave`]),
    deletedPositionIds: ids(body[`${key}PosDelete`]),
    discounts: fieldsList(body.discountSave),
    deletedDiscountIds: ids(body.discountDelete),
    takeDefaultAddress: isTrue(body.takeDefaultAddress),
  };
}

/** One or many (documentation: one; practice: many). */
function fieldsList(value: unknown): Fields[] {
  if (Array.isArray(value)) return value.filter(isFields);
  return isFields(value) ? [value] : [];
}

function ids(value: unknown): string[] {
  return fieldsList(value).map(({ id }) => String(id));
}
