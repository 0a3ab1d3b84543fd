import { isOpened } from './invoice-state.ts';
import type { PayableDocument } from './payment.ts';
import { berlinSeconds } from './wire-fields.ts';

/** Invoices take Unix seconds (documentation, "bookAmount"), and money comes in. */
export const payableInvoice: PayableDocument = {
  resource: 'Invoice',
  isDraft: (invoice) => !isOpened(invoice),
  wireDate: berlinSeconds,
  paysOut: () => false,
};
