import type { Account } from '../account.ts';
import { decimal, decimalText } from '../decimal.ts';
import { type Fields, type WireRecord, wireFields } from '../wire-record.ts';
import { documentSums, positionSums, sumFields } from './sums.ts';

/** What sevdesk fills in (measured). */
const DEFAULTS = {
  taxRate: '19',
  sum: null,
  net: '1',
  isAsset: '0',
  assetMemoValue: '0',
  comment: 'Bürobedarf',
  isGwg: '0',
  cateringTaxRate: null,
  cateringTip: '0',
  specialAccountingField1: null,
  specialAccountingField2: null,
  specialAccountingField3: null,
  specialAccountingField4: null,
  specialAccountingField5: null,
  accountDatev: { id: '4285', objectName: 'AccountDatev' },
  isPercentage: '1',
  discountedValue: '0',
  sumNetForeignCurrency: '0',
  sumTaxForeignCurrency: '0',
  sumGrossForeignCurrency: '0',
  sumDiscountForeignCurrency: '0',
  createNextPart: null,
};

/** Stores a position of a voucher. Its amount is `sumNet`, or `sumGross` where `net` is false (documentation). */
export function saveVoucherPosition(account: Account, voucher: WireRecord, position: Fields): WireRecord {
  const parent = { voucher: { id: voucher.id, objectName: 'Voucher' } };
  const fields = wireFields({ ...DEFAULTS, ...parent }, position);
  const sums = sumFields(positionSums(priced(fields), fields.net === '1'));
  const taxRate = decimalText(decimal(fields.taxRate));
  return account.insert('VoucherPos', { ...fields, ...sums, taxRate });
}

/** What positions add up to, as fields of their voucher. */
export function voucherSumFields(positions: readonly WireRecord[]): Record<string, string> {
  const isNet = positions.every(({ net }) => net === '1');
  return sumFields(documentSums(positions.map(priced), isNet));
}

function priced(position: Fields): Fields {
  const amount = position.net === '1' ? position.sumNet : position.sumGross;
  return { ...position, price: amount ?? '100', quantity: '1' };
}
