import type { CommandData } from '../../../contract/command.ts';
import { documentTotals, type TotalledDocument } from '../../../domain/document-totals.ts';

type VoucherData = CommandData<'voucher.create'>;
type VoucherPosition = VoucherData['positions'][number];

/** A voucher as a document whose sums can be computed. */
export function totalledVoucher({ positions, amounts = 'gross' }: Pick<VoucherData, 'positions' | 'amounts'>) {
  const priced = positions.map(({ amount, taxRate }) => ({ quantity: '1', price: amount, taxRate }));
  return { prices: amounts, positions: priced } satisfies TotalledDocument;
}

/** Net and gross of one position, of which the command gives one; exact, with two decimals. */
export function positionSums(position: VoucherPosition, amounts: VoucherData['amounts']) {
  const { net, gross } = documentTotals(totalledVoucher({ positions: [position], amounts }));
  return { sumNet: net, sumGross: gross };
}
