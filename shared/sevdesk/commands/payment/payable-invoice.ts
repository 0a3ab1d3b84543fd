import { isOpened } from '../document/invoice-state.ts';
import { berlinSeconds } from '../record/wire-fields.ts';
import type { PayableDocument } from './payment.ts';

/** Invoices take Unix seconds (documentation, "bookAmount"), and money comes in. */
export const payableInvoice: PayableDocument = {
  resource: 'Invoice',
  isDraft: (invoice) => !isOpened(invoice),
  wireDate: berlinSeconds,
  paysOut: () => false,
};
