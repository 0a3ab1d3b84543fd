import { reference } from '../../sandbox/wire-record.ts';
import { recordName, recordText } from './record-name.ts';
import type { SimulatedCommand, Wish } from './simulated-commands.ts';

/** The sandbox has no contact with it. */
export const NOBODY = '1';

/** `invoice.create`: a draft, which may be sent and paid then. */
export const simulatedInvoice: SimulatedCommand = {
  model: 'Invoice',
  creation: 'POST Invoice/Factory/saveInvoice',
  data: (wish) => ({
    ...(wish.reference !== undefined && { reference: wish.reference }),
    contact: { id: wish.flaw === 'refused' ? NOBODY : wish.contactId },
    date: '2026-11-20',
    header: headerOf(wish),
    positions: wish.flaw === 'unreadable' ? [] : [{ name: 'Work', quantity: '1', price: price(wish), taxRate: '19' }],
    // biome-ignore lint/suspicious/noThenProperty: the contract's word; nobody awaits it.
    ...(wish.followUp && { then: followUps(wish)[wish.followUp] }),
  }),
  marker: ({ commandId, reference: own }) => own ?? commandId,
  markerOf: markerOfInvoice,
  differs(record, wish) {
    if (record.header !== headerOf(wish)) return `its header is ${JSON.stringify(record.header)}`;
    if (reference(record.contact)?.id !== wish.contactId) return 'its contact is another one';
    if (Number(record.sumNet) !== Number(price(wish))) return `its sum is ${record.sumNet}`;
    if (record.status !== '100' || record.invoiceType !== 'RE') return 'it is no draft';
    if (record.invoiceNumber !== null || record.enshrined !== null) return 'it is numbered or enshrined';
    return undefined;
  },
  writes: ({ followUp }) => ['POST Invoice/Factory/saveInvoice', ...(followUp ? WRITES[followUp] : [])],
  mayBeAmbiguous: ({ followUp }) => followUp === 'emailed',
};

const WRITES = {
  marked: ['PUT Invoice/{id}/sendBy'],
  emailed: ['POST Invoice/{id}/sendViaEmail'],
  booked: ['PUT Invoice/{id}/sendBy', 'PUT Invoice/{id}/bookAmount'],
} as const;

export function markerOfInvoice({ customerInternalNote }: Readonly<Record<string, unknown>>): string | undefined {
  return customerInternalNote === null ? undefined : String(customerInternalNote);
}

function followUps(wish: Wish) {
  const send = { markedAs: 'post' };
  return { marked: { send }, emailed: { send: { email: emailOf(wish) } }, booked: { send, book: bookingOf(wish) } };
}

export function emailOf(wish: Wish) {
  const subject = recordName(wish.commandId, wish);
  return { to: 'someone@example.com', subject, text: `Content ${wish.content}` };
}

/** Little enough for some more. */
export function bookingOf({ content, tillId }: Pick<Wish, 'content' | 'tillId'>) {
  return { amount: `0.0${content % 10 || 1}`, date: '2026-11-21', account: { id: tillId } };
}

function headerOf(wish: Wish): string {
  return `${recordName('An invoice', wish)}: ${recordText(wish)}`;
}

function price({ content }: Wish): string {
  return `${10 + content}.50`;
}
