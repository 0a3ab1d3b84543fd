import { bookStep } from './book-payment.ts';
import type { CommandPlan } from './command-plan.ts';
import { payableInvoice } from './payable-invoice.ts';

export const invoiceBookPlan: CommandPlan<'invoice.book'> = {
  steps: [
    bookStep(payableInvoice, {
      path: 'data',
      booking: (data) => data,
      recordId: ({ data, recordId }) => recordId('Invoice', data.invoice),
    }),
  ],
};
