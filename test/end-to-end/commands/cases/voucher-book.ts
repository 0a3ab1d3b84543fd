import { reference } from '../../../sandbox/wire-record.ts';
import type { CaseWorld, CommandCase } from '../command-case.ts';

/** An expense over 119 EUR that is open, a payment account, and how often it was paid, with the right sign. */
async function unpaid({ relay, token }: CaseWorld, type: 'online' | 'offline') {
  const voucher = await relay.sevdesk.createRecord(token, 'Voucher', { status: '100', creditDebit: 'C' });
  const account = await relay.sevdesk.createRecord(token, 'CheckAccount', { type });
  const payments = async () => {
    const logs = await relay.sevdesk.records(token, 'CheckAccountTransactionLog');
    return logs.filter(({ object, amountPaid }) => reference(object)?.id === voucher.id && Number(amountPaid) < 0)
      .length;
  };
  return { data: { voucher: { id: voucher.id }, date: '2026-11-25', account: { id: account.id } }, effects: payments };
}

export const voucherBook: CommandCase<'voucher.book'> = {
  type: 'voucher.book',
  call: { method: 'PUT', path: '/Voucher/\\d+/bookAmount' },
  arrange: (world) => unpaid(world, 'offline'),
  result: { resource: 'Voucher', open: 0 },
  invalid: {
    data: { voucher: { id: '1' }, date: '25.11.2026', account: { id: '1' } },
    message: /date: a date such as "2026-11-20"/,
  },
  async poison(world) {
    const arranged = await unpaid(world, 'online');
    return { ...arranged, reason: 'invalid_command', message: /transaction: required/ };
  },
};
