import type { SimulatedCommand } from './simulated-commands.ts';
import { emailOf, markerOfInvoice } from './simulated-invoice.ts';

/** `invoice.send` by e-mail: nobody may get it twice. */
export const simulatedInvoiceSend: SimulatedCommand = {
  model: 'Invoice',
  creation: undefined,
  data: (wish) => ({
    invoice: { externalId: wish.about },
    email: emailOf(wish),
    ...(wish.flaw === 'unreadable' && { markedAs: 'post' }),
  }),
  marker: ({ about }) => about,
  markerOf: markerOfInvoice,
  differs: () => undefined,
  writes: () => ['POST Invoice/{id}/sendViaEmail'],
  mayBeAmbiguous: () => true,
};
