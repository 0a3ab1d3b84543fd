import type { SimulatedCommand } from './simulated-commands.ts';
import { bookingOf, markerOfInvoice } from './simulated-invoice.ts';

/** `invoice.book`: a small payment of an invoice that another command makes. */
export const simulatedInvoiceBook: SimulatedCommand = {
  model: 'Invoice',
  creation: undefined,
  data: (wish) => ({
    invoice: { externalId: wish.about },
    ...bookingOf(wish),
    ...(wish.flaw === 'unreadable' && { amount: '0' }),
  }),
  marker: ({ about }) => about,
  markerOf: markerOfInvoice,
  differs: () => undefined,
  writes: () => ['PUT Invoice/{id}/bookAmount'],
  // Where another payment came between the call and the look.
  mayBeAmbiguous: () => true,
};
