import type { CaseWorld, CommandCase } from '../command-case.ts';

const transactions =
  ({ relay, token }: CaseWorld, name: string) =>
  async () =>
    (await relay.sevdesk.records(token, 'CheckAccountTransaction')).filter(
      (row) => row.paymtPurpose === `Danke [${name}]`,
    ).length;

async function payment({ relay, token }: CaseWorld, name: string, type: 'online' | 'offline') {
  const account = await relay.sevdesk.createRecord(token, 'CheckAccount', { type });
  const counterparty = 'Anna Muster';
  return {
    reference: name,
    account: { id: account.id },
    amount: '34.50',
    date: '2026-11-20',
    counterparty,
    purpose: 'Danke',
  };
}

export const transactionCreate: CommandCase<'transaction.create'> = {
  type: 'transaction.create',
  call: { method: 'POST', path: '/CheckAccountTransaction' },
  async arrange(world, name) {
    return { data: await payment(world, name, 'online'), effects: transactions(world, name) };
  },
  result: { resource: 'CheckAccountTransaction' },
  invalid: {
    data: { account: { id: '1' }, amount: '34.505', date: '2026-11-20', counterparty: 'Anna Muster' },
    message: /amount: .*at most 2 decimals/,
  },
  async poison(world, name) {
    return {
      data: await payment(world, name, 'offline'),
      effects: transactions(world, name),
      reason: 'rejected_by_sevdesk',
      message: /only create transactions on online checkaccounts/,
    };
  },
};
