import { reference } from '../../sandbox/wire-record.ts';
import { markerInName, recordName, recordText } from './record-name.ts';
import type { SimulatedCommand } from './simulated-commands.ts';
import { NOBODY } from './simulated-invoice.ts';

/** `order.create`: the draft of an estimate. */
export const simulatedOrder: SimulatedCommand = {
  model: 'Order',
  creation: 'POST Order/Factory/saveOrder',
  data: (wish) => ({
    ...(wish.reference !== undefined && { reference: wish.reference }),
    contact: { id: wish.flaw === 'refused' ? NOBODY : wish.contactId },
    date: '2026-11-20',
    header: recordName(wish.reference ?? wish.commandId, wish),
    headText: recordText(wish),
    positions: wish.flaw === 'unreadable' ? [] : [{ name: 'Work', quantity: '2', price: '7.00', taxRate: '19' }],
  }),
  marker: ({ commandId, reference: own }) => own ?? commandId,
  markerOf: ({ header }) => markerInName(header),
  differs(record, wish) {
    if (record.headText !== recordText(wish)) return `its text is ${record.headText}`;
    if (reference(record.contact)?.id !== wish.contactId) return 'its contact is another one';
    return record.status === '100' ? undefined : 'it is no draft';
  },
  writes: () => ['POST Order/Factory/saveOrder'],
  mayBeAmbiguous: () => false,
};
