import type { Account } from '../account.ts';
import { decimal, decimalText } from '../decimal.ts';
import { isTrue } from '../documents/is-true.ts';
import { documentSums, positionSums, sumFields } from '../documents/sums.ts';
import { type Fields, pick, reference, type WireRecord, wireFields } from '../wire-record.ts';

/** What sevdesk fills in (measured). */
const DEFAULTS = {
  taxRate: '0',
  sum: null,
  net: '1',
  isAsset: '0',
  assetMemoValue: '0',
  comment: null,
  isGwg: '0',
  cateringTaxRate: null,
  cateringTip: '0',
  specialAccountingField1: null,
  specialAccountingField2: null,
  specialAccountingField3: null,
  specialAccountingField4: null,
  specialAccountingField5: null,
  isPercentage: '1',
  discountedValue: '0',
  sumNetForeignCurrency: '0',
  sumTaxForeignCurrency: '0',
  sumGrossForeignCurrency: '0',
  sumDiscountForeignCurrency: '0',
  createNextPart: null,
};
const WRITABLE = [
  'accountDatev',
  'accountingType',
  'taxRate',
  'net',
  'isAsset',
  'sumNet',
  'sumGross',
  'sum',
  'comment',
];

/**
 * The amount that counts: `sumNet`, or `sumGross` where `net` is false; `sum` where that one is missing (documentation,
 * "VoucherPos").
 */
export function positionAmount(position: Fields): unknown {
  return (isTrue(position.net) ? position.sumNet : position.sumGross) ?? position.sum;
}

/** Adds a position to a voucher, or changes the one whose id it names. */
export function saveVoucherPosition(account: Account, voucher: WireRecord, position: Fields): WireRecord {
  const existing = position.id ? account.get('VoucherPos', String(position.id)) : undefined;
  const written = withAmounts(pick(position, WRITABLE));
  if (existing) return account.change(existing, written);
  return account.insert('VoucherPos', wireFields({ ...DEFAULTS, ...parentOf(voucher) }, written));
}

/** As the web interface would: any fields, where nothing is told an expense of 100 net. */
export function makeVoucherPosition(account: Account, voucher: WireRecord, position: Fields): WireRecord {
  const accountDatev = reference(account.first('AccountDatev'));
  const example = { taxRate: '19', net: true, sumNet: '100', sumGross: '100', comment: 'Bürobedarf', accountDatev };
  const written = withAmounts({ ...example, ...position });
  return account.insert('VoucherPos', wireFields({ ...DEFAULTS, ...parentOf(voucher) }, written));
}

/** What positions add up to, as fields of their voucher. */
export function voucherSumFields(positions: readonly WireRecord[]): Record<string, string> {
  return sumFields(
    documentSums(
      positions.map(priced),
      positions.every(({ net }) => isTrue(net)),
    ),
  );
}

function parentOf({ id }: WireRecord): Fields {
  return { voucher: { id, objectName: 'Voucher' } };
}

function withAmounts(position: Fields): Fields {
  const sums = sumFields(positionSums(priced(position), isTrue(position.net)));
  return { ...position, ...sums, net: isTrue(position.net), taxRate: decimalText(decimal(position.taxRate)) };
}

function priced(position: Fields): Fields {
  return { ...position, price: positionAmount(position), quantity: '1' };
}
