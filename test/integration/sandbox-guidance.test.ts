import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import type { NewAccount } from '../sandbox/world.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

interface Guide {
  readonly accountNumber: string;
  readonly allowedTaxRules: readonly { readonly id: number }[];
}

const TOKEN = 'e'.repeat(32);
const ask = (path: string, query: Record<string, string> = {}, token = rig.token) =>
  rig.call('GET', `/ReceiptGuidance/${path}`, { query, token });

async function guides(path: string, query: Record<string, string> = {}, token = rig.token) {
  const { objects } = await ask(path, query, token);
  return objects as unknown as Guide[];
}

const numbers = async (path: string, query: Record<string, string> = {}, token = rig.token) =>
  (await guides(path, query, token)).map(({ accountNumber }) => accountNumber);
const rules = (found: readonly Guide[]) =>
  [...new Set(found.flatMap(({ allowedTaxRules }) => allowedTaxRules.map(({ id }) => id)))].toSorted((a, b) => a - b);

describe('ReceiptGuidance', () => {
  it('tells ids as numbers, and rates as words', async () => {
    const answer = await ask('forExpense');
    expect(answer.status).toBe(200);
    expect(answer.objects['0']).toEqual({
      accountDatevId: 4285,
      accountNumber: '4970',
      accountName: 'Nebenkosten des Geldverkehrs',
      description: expect.any(String),
      allowedTaxRules: [
        {
          name: 'VORST_ABZUGSF_AUFW',
          id: 9,
          description: 'Vorsteuerabziehbare Aufwendungen',
          taxRates: ['ZERO', 'SEVEN', 'NINETEEN'],
        },
        { name: 'REV_CHARGE_13B_MIT_VORST_ABZUG_0', id: 12, description: expect.any(String), taxRates: ['ZERO'] },
        { name: 'REV_CHARGE_13B_OHNE_VORST_ABZUG_0', id: 13, description: expect.any(String), taxRates: ['ZERO'] },
        { name: 'REV_CHARGE_13B_EU_0', id: 14, description: expect.any(String), taxRates: ['ZERO'] },
      ],
      allowedReceiptTypes: ['EXPENSE'],
    });
  });

  it.each<[string, Omit<NewAccount, 'token'>, string[], string[]]>([
    ['SKR03', {}, ['1590', '8000', '8510'], ['4970', '4930', '3200', '4655', '1525', '1590']],
    ['SKR04', { chart: 'SKR04' }, ['1370', '4000', '4560'], ['6855', '6815', '5200', '6645', '1350', '1370']],
  ])('knows the accounts of %s', async (_, choices, revenue, expense) => {
    await rig.control.createAccount({ token: TOKEN, ...choices });
    expect(await numbers('forRevenue', {}, TOKEN)).toEqual(revenue);
    expect(await numbers('forExpense', {}, TOKEN)).toEqual(expense);
    const all = new Set([...expense, ...revenue]);
    expect(new Set(await numbers('forAllAccounts', {}, TOKEN))).toEqual(all);
  });

  it.each<[string, boolean, number[], number[]]>([
    ['regular', false, [1, 2, 3, 4, 5, 17], [8, 9, 10, 12, 13, 14, 16, 22]],
    ['small', true, [11], [10, 13, 16, 22]],
  ])('knows the rules of a %s business', async (_, smallBusiness, revenue, expense) => {
    await rig.control.createAccount({ token: TOKEN, smallBusiness });
    const sales = await guides('forRevenue', {}, TOKEN);
    expect(rules(sales.filter(({ accountNumber }) => accountNumber !== '1590'))).toEqual(revenue);
    expect(rules(await guides('forExpense', {}, TOKEN))).toEqual(expense);
  });

  it.each([
    ['forTaxRule', { taxRule: 'NICHT_STEUERBAR_EXPENSE' }, ['1525', '1590']],
    ['forTaxRule', { taxRule: 'KLEINUNTERNEHMER_P19' }, []],
    ['forAccountNumber', { accountNumber: '4970' }, ['4970']],
  ])('%s %j', async (path, query, expected) => {
    expect(await numbers(path, { ...query } as Record<string, string>)).toEqual(expected);
  });

  it('one account comes as an object instead of a list', async () => {
    expect((await ask('forAccountNumber', { accountNumber: '4930' })).objects).toMatchObject({
      accountDatevId: 4251,
      accountNumber: '4930',
    });
  });

  it.each([
    ['forTaxRule', { taxRule: '9' }],
    ['forTaxRule', {}],
    ['forAccountNumber', { accountNumber: '6815' }],
    ['forAccountNumber', {}],
  ])('%s %j is refused', async (path, query) => {
    expect((await ask(path, { ...query } as Record<string, string>)).status).toBe(422);
  });
});

it('AccountDatev knows no filters', async () => {
  const { objects, total } = await rig.call('GET', '/AccountDatev', { query: { number: '4930', countAll: 'true' } });
  expect(total).toBe('8');
  expect(objects).toContainEqual(expect.objectContaining({ id: '4251', objectName: 'AccountDatev', number: '4930' }));
});

it.each([
  ['TaxRule', { id: '9', code: 'VORST_ABZUGSF_AUFW', name: 'Vorsteuerabziehbare Aufwendungen' }],
  ['PaymentMethod', { id: '21919', electronicInvoiceId: '58', translationCode: 'PAYMENT_METHOD_58' }],
  ['CommunicationWayKey', { id: '2', name: 'Arbeit', translationCode: 'COMM_WAY_KEY_WORK' }],
])('%s is the same in every account', async (model, expected) => {
  const { objects } = await rig.call('GET', `/${model}`);
  expect(objects).toContainEqual(expect.objectContaining({ ...expected, objectName: model }));
});
