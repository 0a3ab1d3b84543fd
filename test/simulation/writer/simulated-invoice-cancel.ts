import type { SimulatedCommand } from './simulated-commands.ts';
import { markerOfInvoice } from './simulated-invoice.ts';

/** `invoice.cancel` of an invoice that another command makes. */
export const simulatedInvoiceCancel: SimulatedCommand = {
  model: 'Invoice',
  creation: undefined,
  data: (wish) => ({
    invoice: { externalId: wish.flaw === 'refused' ? 'nothing' : wish.about },
    ...(wish.flaw === 'unreadable' && { unknown: 1 }),
  }),
  marker: ({ about }) => about,
  markerOf: markerOfInvoice,
  differs: () => undefined,
  writes: () => ['POST Invoice/{id}/cancelInvoice'],
  mayBeAmbiguous: () => false,
};
