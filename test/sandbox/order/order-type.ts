import type { NumberedType } from '../numbers/sequence.ts';
import type { Fields } from '../wire-record.ts';

const TYPES: readonly NumberedType[] = ['AN', 'AB', 'LI'];

/** The sequence that an order's number comes from: an estimate's, unless its type says otherwise. */
export function orderType(order: Fields): NumberedType {
  return TYPES.find((type) => type === order.orderType) ?? 'AN';
}
