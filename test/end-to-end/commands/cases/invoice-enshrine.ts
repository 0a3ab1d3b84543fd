import type { CaseWorld, CommandCase } from '../command-case.ts';

async function invoice({ relay, token }: CaseWorld, status: '100' | '200') {
  const { id } = await relay.sevdesk.createInvoice(token, { status, invoiceNumber: `RE-${status}` });
  const enshrined = async () =>
    (await relay.sevdesk.records(token, 'Invoice')).filter((row) => row.id === id && row.enshrined).length;
  return { data: { invoice: { id }, irreversible: true } as const, effects: enshrined };
}

export const invoiceEnshrine: CommandCase<'invoice.enshrine'> = {
  type: 'invoice.enshrine',
  call: { method: 'PUT', path: '/Invoice/\\d+/enshrine' },
  arrange: (world) => invoice(world, '200'),
  result: { resource: 'Invoice', number: 'RE-200' },
  invalid: { data: { invoice: { id: '1' } }, message: /data\.irreversible: .*must be true/ },
  async poison(world) {
    const draft = await invoice(world, '100');
    return { ...draft, reason: 'dependency_missing', message: /is a draft, which can not be enshrined/ };
  },
};
