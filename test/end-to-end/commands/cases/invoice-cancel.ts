import { expect } from 'vitest';
import { reference } from '../../../sandbox/wire-record.ts';
import type { CaseWorld, CommandCase } from '../command-case.ts';

const POSITIONS = [{ name: 'Leistung', quantity: '1', price: '100', taxRate: '19' }];

/** An open invoice, and how many cancellations of it there are. */
async function sent({ relay, token, contactId }: CaseWorld) {
  const contact = { id: contactId, objectName: 'Contact' };
  const { id } = await relay.sevdesk.createInvoice(token, { contact, positions: POSITIONS });
  await relay.sevdesk.openInvoice(token, id);
  const cancellations = async () =>
    (await relay.sevdesk.records(token, 'Invoice')).filter(({ origin }) => reference(origin)?.id === id).length;
  return { data: { invoice: { id } }, effects: cancellations };
}

export const invoiceCancel: CommandCase<'invoice.cancel'> = {
  type: 'invoice.cancel',
  call: { method: 'POST', path: '/Invoice/\\d+/cancelInvoice' },
  arrange: sent,
  result: { resource: 'Invoice', originalId: expect.any(String), net: -100, gross: -119 },
  invalid: { data: { invoice: {} }, message: /invoice: give either "id" \(of sevdesk\) or "externalId" \(yours\)/ },
  async poison(world) {
    const { data, effects } = await sent(world);
    await world.relay.sevdesk.payInvoice(world.token, data.invoice.id, '19');
    return { data, effects, reason: 'rejected_by_sevdesk', message: /Partially Paid Invoices can not be deleted/ };
  },
};
