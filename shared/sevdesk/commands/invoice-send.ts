import type { CommandPlan } from './command-plan.ts';
import { sendSteps } from './document/send-invoice.ts';

/** Gives a draft its number and sends it, or marks it as sent; an invoice that is open already is sent once more. */
export const invoiceSendPlan: CommandPlan<'invoice.send'> = {
  steps: sendSteps({
    sending: (data) => data,
    invoiceId: ({ data, recordId }) => recordId('Invoice', data.invoice),
  }),
};
