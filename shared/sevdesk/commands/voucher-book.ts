import { bookStep } from './book-payment.ts';
import type { CommandPlan } from './command-plan.ts';
import { payableVoucher } from './payable-voucher.ts';

export const voucherBookPlan: CommandPlan<'voucher.book'> = {
  steps: [
    bookStep(payableVoucher, {
      path: 'data',
      booking: (data) => data,
      recordId: ({ data, recordId }) => recordId('Voucher', data.voucher),
    }),
  ],
};
