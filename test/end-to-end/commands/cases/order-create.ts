import { expect } from 'vitest';
import type { CommandData } from '../../../../shared/contract/command.ts';
import type { CaseWorld, CommandCase } from '../command-case.ts';

type Data = CommandData<'order.create'>;

const drafts =
  ({ relay, token }: CaseWorld, name: string) =>
  async () =>
    (await relay.sevdesk.records(token, 'Order')).filter((row) => row.customerInternalNote === name).length;

/** 200 net, 20 less and 5 more; what is optional is not counted. */
function orderOf(name: string, contact: Data['contact']): Data {
  return {
    reference: name,
    contact,
    date: '2026-11-20',
    positions: [
      { name: 'Consulting', quantity: '2', price: '100.00', taxRate: '19' },
      { name: 'Training', quantity: '1', price: '500', taxRate: '19', optional: true },
    ],
    discounts: [{ text: 'Treuerabatt', percentage: '10' }],
    fees: [{ text: 'Anfahrt', amount: '5' }],
  };
}

export const orderCreate: CommandCase<'order.create'> = {
  type: 'order.create',
  call: { method: 'POST', path: '/Order/Factory/saveOrder' },
  async arrange(world, name) {
    return { data: orderOf(name, { id: world.contactId }), effects: drafts(world, name) };
  },
  result: { resource: 'Order', number: expect.stringMatching(/^AN-\d+$/), net: 185, gross: 220.15, currency: 'EUR' },
  invalid: {
    data: { contact: { id: '1' }, date: '2026-11-20', positions: [] },
    message: /data\.positions: at least one position/,
  },
  async poison(world, name) {
    return {
      data: orderOf(name, { externalId: 'nobody' }),
      effects: drafts(world, name),
      reason: 'dependency_missing',
      message: /No command has made the Contact "nobody" yet/,
    };
  },
};
