import { reference } from '../../../sandbox/wire-record.ts';
import type { CaseWorld, CommandCase } from '../command-case.ts';

const POSITIONS = [{ name: 'Leistung', quantity: '1', price: '100', taxRate: '19' }];

/** An open invoice over 119 EUR, an account without bank statements, and how many payments were booked on it. */
async function unpaid({ relay, token }: CaseWorld) {
  const { id } = await relay.sevdesk.createInvoice(token, { positions: POSITIONS });
  await relay.sevdesk.openInvoice(token, id);
  const account = await relay.sevdesk.createRecord(token, 'CheckAccount', { type: 'offline', name: 'Kasse' });
  const payments = async () =>
    (await relay.sevdesk.records(token, 'CheckAccountTransactionLog')).filter(
      ({ object }) => reference(object)?.id === id,
    ).length;
  return { data: { invoice: { id }, date: '2026-11-25', account: { id: account.id } }, effects: payments };
}

export const invoiceBook: CommandCase<'invoice.book'> = {
  type: 'invoice.book',
  call: { method: 'PUT', path: '/Invoice/\\d+/bookAmount' },
  arrange: unpaid,
  result: { resource: 'Invoice', booked: 119, open: 0 },
  invalid: {
    data: { invoice: { id: '1' }, date: '2026-11-25', account: { id: '1' }, amount: '0' },
    message: /amount: an amount above 0/,
  },
  async poison(world) {
    const { data, effects } = await unpaid(world);
    return {
      data: { ...data, amount: '119.01' },
      effects,
      reason: 'invalid_command',
      message: /at most what is open: 119\.00/,
    };
  },
};
