import type { Account } from '../account.ts';
import { type Fields, pick, type Reference, type WireRecord } from '../wire-record.ts';
import { discountsOf } from './discounts.ts';

const COPIED = [
  'contact',
  'contactPerson',
  'currency',
  'showNet',
  'smallSettlement',
  'taxRate',
  'taxRule',
  'address',
  'addressName',
  'addressStreet',
  'addressZip',
  'addressCity',
  'addressCountry',
];

/** What every document made from another one takes over, besides these fields. */
export function copiedFields(document: Fields, ...more: readonly string[]): Fields {
  return pick(document, [...COPIED, ...more]);
}

/** Positions and discounts of a document, for a new one. */
export function copiedRows(account: Account, document: Reference): { positions: Fields[]; discounts: Fields[] } {
  return {
    positions: account.positions(document).map(withoutId),
    discounts: discountsOf(account, document).map(withoutId),
  };
}

function withoutId({ id: _, ...fields }: WireRecord): Fields {
  return fields;
}
