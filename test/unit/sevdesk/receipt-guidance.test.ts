import { describe, expect, it } from 'vitest';
import type { LookUps } from '../../../shared/domain/look-ups.ts';
import { BudgetExhausted, RequestRejected, UnexpectedAnswer } from '../../../shared/domain/sevdesk-error.ts';
import { guidanceProblem } from '../../../shared/domain/tax/guidance-problem.ts';
import { completeLookUps } from '../../../shared/sevdesk/look-ups.ts';
import { fakeSevdesk, type Replies } from '../../support/fake-sevdesk.ts';
import { lookUps } from '../../support/step-context.ts';

const PATH = 'GET ReceiptGuidance/forAccountNumber';
const guidance = (accountNumber: string) => ({
  accountDatevId: 4285,
  accountNumber,
  accountName: 'Nebenkosten des Geldverkehrs',
  description: 'z.B. Kontogebühren und Gebühren für Kreditkarten',
  allowedTaxRules: [
    { name: 'VORST_ABZUGSF_AUFW', id: 9, description: 'Vorsteuerabziehbare Aufwendungen', taxRates: ['NINETEEN'] },
  ],
  allowedReceiptTypes: ['EXPENSE'],
});
const kept = {
  accountDatevId: '4285',
  accountNumber: '4970',
  accountName: 'Nebenkosten des Geldverkehrs',
  allowedTaxRules: [{ id: '9', name: 'VORST_ABZUGSF_AUFW', taxRates: ['NINETEEN'] }],
  allowedReceiptTypes: ['EXPENSE'],
};
const needed = (...accounts: string[]) => ({ countries: [], units: [], accounts, secretVersion: 'v1', nowMs: 1000 });

async function complete(replies: Replies, accounts: readonly string[], known = {}) {
  const sevdesk = fakeSevdesk(replies);
  const before = { ...lookUps, ...known };
  const after = await completeLookUps(sevdesk, before, needed(...accounts));
  const asked = sevdesk.calls.map(({ query = {} }) => query.accountNumber);
  return { before, after, asked };
}

describe('what sevdesk allows for an account', () => {
  it.each([
    ['a list', [guidance('4970')]],
    ['a single hit without a list', guidance('4970')],
    ['a number that is one', [{ ...guidance('4970'), accountNumber: 4970 }]],
    ['more than was asked for', [guidance('4970'), guidance('4971')]],
  ])('is read from %s, and kept without its descriptions', async (_name, objects) => {
    const { after } = await complete({ [PATH]: { objects } }, ['4970']);
    expect(after.accounts).toEqual({ 4970: [kept] });
    const position = { accountNumber: '4970', taxRule: '9', taxRate: '19', receiptType: 'EXPENSE' } as const;
    expect(guidanceProblem(after.accounts?.[4970] ?? [], position)).toBeUndefined();
  });

  it('is known by a number with a zero in front, which sevdesk takes for an integer', async () => {
    const { after } = await complete({ [PATH]: { objects: [guidance('420')] } }, ['0420']);
    expect(after.accounts?.['0420']).toMatchObject([{ accountNumber: '0420' }]);
  });

  it('is asked for once, and a day later again', async () => {
    const replies = {
      [PATH]: { objects: [guidance('4970')] },
      'GET Tools/bookkeepingSystemVersion': { objects: { version: '2.0' } },
      'GET SevUser': { objects: [{ id: '7' }] },
    };
    const sevdesk = fakeSevdesk(replies);
    const first = await completeLookUps(sevdesk, lookUps, needed('4970', '4970'));
    expect(await completeLookUps(sevdesk, first, needed('4970'))).toBe(first);
    expect(sevdesk.calls).toHaveLength(1);
    await completeLookUps(sevdesk, first, { ...needed('4970'), nowMs: 86_400_000 });
    expect(sevdesk.calls.filter(({ path }) => path.startsWith('ReceiptGuidance'))).toHaveLength(2);
  });

  it('is asked for anew where it is doubted', async () => {
    const known = { ...lookUps, accounts: { 4970: [], 4971: [kept] } };
    const sevdesk = fakeSevdesk({ [PATH]: { objects: [guidance('4970')] } });
    const after = await completeLookUps(sevdesk, known, { ...needed('4970'), asksAnew: true });
    expect(after.accounts).toEqual({ 4970: [kept], 4971: [kept] });
  });

  it('is kept as far as it was told, where the next call has to wait', async () => {
    const keptSoFar: unknown[] = [];
    const keep = async ({ accounts }: LookUps) => void keptSoFar.push(accounts);
    const sevdesk = fakeSevdesk({ [PATH]: [{ objects: [guidance('4970')] }, new BudgetExhausted(600)] });
    const twoAccounts = completeLookUps(sevdesk, lookUps, { ...needed('4970', '4971'), keep });
    await expect(twoAccounts).rejects.toThrow(BudgetExhausted);
    expect(keptSoFar).toEqual([{ 4970: [kept] }]);
  });

  it.each<readonly [string, Replies[string]]>([
    ['refused', new RequestRejected('Unknown account number 9999', { status: 422 })],
    ['not told', { objects: null }],
    ['another one', { objects: [guidance('4970')] }],
  ])('is not kept for a number that is unknown: %s', async (_name, reply) => {
    const { before, after } = await complete({ [PATH]: reply }, ['9999']);
    expect(after).toBe(before);
  });

  it('is not guessed where sevdesk answers otherwise', async () => {
    await expect(complete({ [PATH]: { objects: [{ accountNumber: '4970' }] } }, ['4970'])).rejects.toThrow(
      UnexpectedAnswer,
    );
    const locked = new RequestRejected('no permission', { status: 403 });
    await expect(complete({ [PATH]: locked }, ['4970'])).rejects.toBe(locked);
  });

  it('is kept of some accounts only, since it is read with each command', async () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [String(1000 + index), [kept]]));
    const replies = { [PATH]: { objects: [guidance('4970')] } };
    const { after, asked } = await complete(replies, ['1000', '4970'], { accounts: many });
    expect(asked).toEqual(['4970']);
    expect(Object.keys(after.accounts ?? {})).toEqual(['1000', '4970']);
  });
});
