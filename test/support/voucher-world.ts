import type { CommandData } from '../../shared/contract/command.ts';
import type { LookUps } from '../../shared/domain/look-ups.ts';
import type { AccountGuidance } from '../../shared/domain/tax/guidance-problem.ts';
import { voucherCreatePlan } from '../../shared/sevdesk/commands/voucher-create.ts';
import { callOf, lookUps, stepContext, stepOf } from './step-context.ts';

export type VoucherData = CommandData<'voucher.create'>;

const rates = ['ZERO', 'SEVEN', 'NINETEEN'];
const row = (accountNumber: string, accountDatevId: string, rules: readonly string[], types = ['EXPENSE']) => ({
  accountNumber,
  accountDatevId,
  accountName: 'Bürobedarf',
  allowedTaxRules: rules.map((id) => ({ id, taxRates: rates })),
  allowedReceiptTypes: types,
});
const accounts: Readonly<Record<string, readonly AccountGuidance[]>> = {
  4930: [row('4930', '4251', ['9', '10'])],
  4970: [row('4970', '4285', ['9', '10', '14'])],
  8400: [row('8400', '5011', ['1', '11'], ['REVENUE'])],
  // Two accounts may have one number: the one that takes the position is booked to.
  1590: [row('1590', '2578', ['22'], ['REVENUE']), row('1590', '2579', ['9'])],
};
/** Data of a valid `voucher.create`. */
export const expense: VoucherData = {
  kind: 'expense',
  date: '2026-11-20',
  supplier: { id: '815' },
  description: 'RG-17',
  positions: [{ accountNumber: '4930', taxRate: '19', amount: '11.90', comment: 'Papier' }],
};
export const withFile: VoucherData = {
  ...expense,
  file: { name: 'Beleg.PDF', base64: Buffer.from('%PDF-1.7').toString('base64') },
};

/** A voucher of a tenant whose accounts are known, and what its steps do. */
export function voucherWorld(
  given: Partial<VoucherData> = {},
  known: Parameters<typeof stepContext<'voucher.create'>>[1] = {},
) {
  const data = { ...expense, ...given };
  const asked: unknown[] = [];
  const { context } = stepContext<'voucher.create'>(data, {
    async lookUps(needed): Promise<LookUps> {
      asked.push(needed);
      return { ...lookUps, accounts };
    },
    ...known,
  });
  const step = (name: string) => stepOf(voucherCreatePlan, name, data);
  return { context, asked, step, save: () => callOf(step('save').prepare(context)) };
}
