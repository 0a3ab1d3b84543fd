import type { CaseWorld, CommandCase } from '../command-case.ts';

async function draft({ relay, token }: CaseWorld) {
  const { id } = await relay.sevdesk.createInvoice(token);
  const gone = async () => Number((await relay.sevdesk.records(token, 'Invoice')).every((row) => row.id !== id));
  return { data: { invoice: { id } }, effects: gone };
}

export const invoiceDeleteDraft: CommandCase<'invoice.delete_draft'> = {
  type: 'invoice.delete_draft',
  call: { method: 'DELETE', path: '/Invoice/\\d+' },
  arrange: draft,
  result: { resource: 'Invoice' },
  invalid: { data: { invoice: { id: 4711 } }, message: /invoice\.id: an id of sevdesk/ },
  async poison(world) {
    const { data, effects } = await draft(world);
    await world.relay.sevdesk.openInvoice(world.token, data.invoice.id);
    return { data, effects, reason: 'invalid_command', message: /has status 200; only drafts \(status 100\)/ };
  },
};
