import { expect } from 'vitest';
import type { CommandData } from '../../../../shared/contract/command.ts';
import type { CaseWorld, CommandCase } from '../command-case.ts';

const opened =
  ({ relay, token }: CaseWorld, name: string) =>
  async () =>
    (await relay.sevdesk.records(token, 'Invoice')).filter(
      (row) => row.customerInternalNote === name && Number(row.status) >= 200,
    ).length;

/** A customer who takes e-invoices, but for what `fields` leave out. */
async function customer({ relay, token }: CaseWorld, fields: Readonly<Record<string, unknown>>) {
  const { id } = await relay.sevdesk.createContact(token, { name: 'Stadt Musterhausen', ...fields });
  const contact = { id, objectName: 'Contact' };
  await relay.sevdesk.createRecord(token, 'CommunicationWay', {
    contact,
    type: 'EMAIL',
    value: 'rechnung@example.com',
  });
  return { id };
}

async function eInvoice(
  world: CaseWorld,
  name: string,
  contact: { id: string },
): Promise<CommandData<'invoice.create'>> {
  const { id } = await world.relay.sevdesk.createRecord(world.token, 'CheckAccount', { type: 'offline' });
  return {
    reference: name,
    contact,
    date: '2026-11-20',
    address: { name: 'Stadt Musterhausen', street: 'Markt 1', zip: '01067', city: 'Dresden', country: 'DE' },
    positions: [{ name: 'Consulting', quantity: '2', price: '100.00', taxRate: '19' }],
    discounts: [{ text: 'Treuerabatt', percentage: '10' }],
    eInvoice: { paymentMethod: 'bank_transfer' },
    // biome-ignore lint/suspicious/noThenProperty: the contract's word; a plain object that nobody awaits.
    then: { send: { markedAs: 'pdf' }, book: { date: '2026-11-25', account: { id } } },
  };
}

/** Three steps, of which the second one is disturbed: the first is not repeated, and the third follows. */
export const invoiceSentAndPaid: CommandCase<'invoice.create'> = {
  title: 'e-invoice that is sent and paid',
  type: 'invoice.create',
  call: { method: 'PUT', path: '/Invoice/\\d+/sendBy' },
  async arrange(world, name) {
    const contact = await customer(world, { buyerReference: '04011000-12345-03' });
    return { data: await eInvoice(world, name, contact), effects: opened(world, name) };
  },
  result: {
    resource: 'Invoice',
    number: expect.stringMatching(/^RE-\d+$/),
    net: 180,
    gross: 214.2,
    booked: 214.2,
    open: 0,
  },
  invalid: {
    data: {
      contact: { id: '1' },
      date: '2026-11-20',
      positions: [{ name: 'Consulting', quantity: '2', price: '100.00', taxRate: '19' }],
      // biome-ignore lint/suspicious/noThenProperty: the contract's word; a plain object that nobody awaits.
      then: { book: { date: '2026-11-25', account: { id: '1' } } },
    },
    message: /data\.then\.book: needs "send"/,
  },
  async poison(world, name) {
    const contact = await customer(world, {});
    return {
      data: await eInvoice(world, name, contact),
      effects: opened(world, name),
      reason: 'rejected_by_sevdesk',
      message: /ZUGFeRD.*contact_buyerReference/,
    };
  },
};
