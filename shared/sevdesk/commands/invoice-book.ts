import type { CommandPlan } from './command-plan.ts';
import { bookStep } from './payment/book-payment.ts';
import { payableInvoice } from './payment/payable-invoice.ts';

export const invoiceBookPlan: CommandPlan<'invoice.book'> = {
  steps: [
    bookStep(payableInvoice, {
      path: 'data',
      booking: (data) => data,
      recordId: ({ data, recordId }) => recordId('Invoice', data.invoice),
    }),
  ],
};
