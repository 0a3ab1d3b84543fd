import type { CommandPlan } from './command-plan.ts';
import { bookStep } from './payment/book-payment.ts';
import { payableVoucher } from './payment/payable-voucher.ts';

export const voucherBookPlan: CommandPlan<'voucher.book'> = {
  steps: [
    bookStep(payableVoucher, {
      path: 'data',
      booking: (data) => data,
      recordId: ({ data, recordId }) => recordId('Voucher', data.voucher),
    }),
  ],
};
