import type { CaseWorld, CommandCase } from '../command-case.ts';

const positions = [{ name: 'Consulting', quantity: '2', price: '100.00', taxRate: '19' }];

const drafts =
  ({ relay, token }: CaseWorld, name: string) =>
  async () =>
    (await relay.sevdesk.records(token, 'Invoice')).filter((row) => row.customerInternalNote === name).length;

export const invoiceCreate: CommandCase<'invoice.create'> = {
  type: 'invoice.create',
  call: { method: 'POST', path: '/Invoice/Factory/saveInvoice' },
  async arrange(world, name) {
    const data = { reference: name, contact: { id: world.contactId }, date: '2026-11-20', positions };
    return { data, effects: drafts(world, name) };
  },
  result: { resource: 'Invoice', net: 200, gross: 238 },
  invalid: {
    data: { contact: { id: '1' }, date: '2026-11-20', positions: [{ ...positions[0], taxRate: '16' }] },
    message: /taxRate: "16" is not allowed/,
  },
  async poison(world, name) {
    const data = { reference: name, contact: { id: '1' }, date: '2026-11-20', positions };
    return { data, effects: drafts(world, name), reason: 'dependency_missing', message: /Contact/ };
  },
};
