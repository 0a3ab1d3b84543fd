import { reference } from '../../../sandbox/wire-record.ts';
import type { CaseWorld, CommandCase } from '../command-case.ts';

const invoicesOf =
  ({ relay, token }: CaseWorld, orderId: string) =>
  async () =>
    (await relay.sevdesk.records(token, 'Invoice')).filter(({ origin }) => reference(origin)?.id === orderId).length;

/** Of an order that another command has made, by the name that the caller gave it. */
export const invoiceFromOrder: CommandCase<'invoice.create'> = {
  title: 'invoice.create from an order',
  type: 'invoice.create',
  call: { method: 'POST', path: '/Invoice/Factory/createInvoiceFromOrder' },
  async arrange(world, name) {
    const { recordId } = await world.carryOut('order.create', {
      reference: name,
      contact: { id: world.contactId },
      date: '2026-11-20',
      positions: [{ name: 'Consulting', quantity: '2', price: '100.00', taxRate: '19' }],
    });
    const data = { reference: name, fromOrder: { order: { externalId: name } } };
    return { data, effects: invoicesOf(world, recordId) };
  },
  result: { resource: 'Invoice', net: 200, gross: 238 },
  invalid: {
    data: { fromOrder: { order: { id: '1' } }, contact: { id: '1' } },
    message: /data\.contact: not allowed beside "fromOrder"/,
  },
  async poison(world, name) {
    const data = { reference: name, fromOrder: { order: { id: '1' } } };
    return {
      data,
      effects: invoicesOf(world, '1'),
      reason: 'dependency_missing',
      message: /sevdesk has no Order 1/,
    };
  },
};
