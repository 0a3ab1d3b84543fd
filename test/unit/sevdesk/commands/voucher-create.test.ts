import { describe, expect, it } from 'vitest';
import type { AccountGuidance } from '../../../../shared/domain/tax/guidance-problem.ts';
import { voucherCreatePlan } from '../../../../shared/sevdesk/commands/voucher-create.ts';
import { lookUps } from '../../../support/step-context.ts';
import { expense, type VoucherData, voucherWorld, withFile } from '../../../support/voucher-world.ts';

const account = (accountNumber: string, allowedTaxRules: AccountGuidance['allowedTaxRules']) => ({
  accountDatevId: '4251',
  accountNumber,
  allowedTaxRules,
  allowedReceiptTypes: ['EXPENSE'],
});

const bodyOf = async (given: Partial<VoucherData>, known: Parameters<typeof voucherWorld>[1] = {}) =>
  (await voucherWorld(given, known).save()).call.body as Record<string, unknown>;

describe('a voucher', () => {
  it('is saved as a draft with its marker at the end of its description, both sums, and the account by its id', async () => {
    const { save, asked } = voucherWorld();
    const { call, facts } = await save();
    expect(call).toEqual({
      method: 'POST',
      path: 'Voucher/Factory/saveVoucher',
      body: {
        voucher: {
          objectName: 'Voucher',
          mapAll: true,
          voucherDate: '20.11.2026',
          deliveryDate: '20.11.2026',
          paymentDeadline: null,
          supplier: { id: '815', objectName: 'Contact' },
          supplierName: null,
          description: 'RG-17 [order-1042]',
          status: 50,
          taxRule: { id: '9', objectName: 'TaxRule' },
          creditDebit: 'C',
          voucherType: 'VOU',
          currency: 'EUR',
        },
        voucherPosSave: [
          {
            objectName: 'VoucherPos',
            mapAll: true,
            accountDatev: { id: '4251', objectName: 'AccountDatev' },
            taxRate: '19',
            net: false,
            sumNet: '10.00',
            sumGross: '11.90',
            comment: 'Papier',
          },
        ],
        voucherPosDelete: null,
      },
    });
    expect(facts).toEqual({ supplierId: '815' });
    expect(asked).toEqual([{ accounts: ['4930'] }]);
    expect(voucherCreatePlan.externalId?.(expense, 'order-1042')).toEqual({
      resource: 'Voucher',
      externalId: 'order-1042',
    });
  });

  it.each<readonly [string, Partial<VoucherData>, object]>([
    [
      'open, with its days',
      { open: true, deliveryDate: '2026-11-19', dueDate: '2026-12-04' },
      {
        status: 100,
        deliveryDate: '19.11.2026',
        paymentDeadline: '04.12.2026',
      },
    ],
    [
      'of a supplier without a contact',
      { supplier: undefined, supplierName: 'Papier GmbH' },
      {
        supplier: null,
        supplierName: 'Papier GmbH',
      },
    ],
    ['without a description', { description: undefined }, { description: '[order-1042]' }],
    [
      'for revenue',
      { kind: 'revenue', positions: [{ accountNumber: '8400', taxRate: '19', amount: '1' }] },
      {
        creditDebit: 'D',
        taxRule: { id: '1', objectName: 'TaxRule' },
      },
    ],
    [
      'with a rule of its own',
      { taxRule: '14', positions: [{ accountNumber: '4970', taxRate: '0', amount: '1' }] },
      {
        taxRule: { id: '14', objectName: 'TaxRule' },
      },
    ],
  ])('%s', async (_name, given, fields) => {
    expect(await bodyOf(given)).toMatchObject({ voucher: fields });
  });

  it.each([
    ['expense', '4930', '10'],
    ['revenue', '8400', '11'],
  ] as const)('of a small business: %s', async (kind, accountNumber, id) => {
    const given = { kind, positions: [{ accountNumber, taxRate: '0', amount: '1' }] };
    const body = await bodyOf(given, { settings: { smallBusiness: true } });
    expect(body).toMatchObject({ voucher: { taxRule: { id } } });
  });

  it.each([
    ['gross', '19', '0.01', '0.01', '0.01'],
    ['gross', '7', '10', '9.35', '10.00'],
    ['gross', '0', '87.49', '87.49', '87.49'],
    ['net', '19', '0.13', '0.13', '0.15'],
    ['net', '7', '999999999999.99', '999999999999.99', '1069999999999.99'],
    ['net', '0', '5.5', '5.50', '5.50'],
  ] as const)('is computed exactly: %s at %s %% of %s', async (amounts, taxRate, amount, sumNet, sumGross) => {
    const body = await bodyOf({ amounts, positions: [{ accountNumber: '4930', taxRate, amount }] });
    expect(body.voucherPosSave).toMatchObject([{ net: amounts === 'net', sumNet, sumGross }]);
  });

  it('is booked to the one of two accounts with a number that takes it', async () => {
    const body = await bodyOf({ positions: [{ accountNumber: '1590', taxRate: '0', amount: '1' }] });
    expect(body.voucherPosSave).toMatchObject([{ accountDatev: { id: '2579' } }]);
  });

  it('carries the file that was uploaded', async () => {
    const completed = [{ step: 'upload', resource: 'TempFile', recordId: 'd97a.pdf', at: 0 }];
    expect(await bodyOf(withFile, { completed })).toMatchObject({ filename: 'd97a.pdf' });
  });

  it('is answered with its sums', async () => {
    const { read } = await voucherWorld().save();
    const saved = { id: 99, description: 'RG-17 [order-1042]', sumNet: '10', sumGross: '11.9', currency: 'EUR' };
    const details = { number: 'RG-17 [order-1042]', net: 10, gross: 11.9, currency: 'EUR' };
    expect(read({ voucher: saved, voucherPos: [] })).toEqual({ resource: 'Voucher', recordId: '99', details });
    expect(() => read({ voucher: null })).toThrow('without its id');
  });
});

describe('a voucher that sevdesk would not book', () => {
  const position = { accountNumber: '4930', taxRate: '19', amount: '1' };
  it.each<readonly [string, Partial<VoucherData>, RegExp]>([
    [
      'an account that is none',
      { positions: [position, { ...position, accountNumber: '9999' }] },
      /positions\.1: account "9999" is none/,
    ],
    [
      'an account for the other kind',
      { positions: [{ ...position, accountNumber: '8400' }] },
      /"8400" \(Bürobedarf\) is not allowed for expense; allowed: revenue/,
    ],
    [
      'a rule that the account does not know',
      { taxRule: '14' },
      /does not allow tax rule "14"; allowed: "9", .* · "10"/,
    ],
    [
      'a rate that the rule does not know',
      { positions: [{ ...position, taxRate: '16' }] },
      /does not allow the tax rate "16"; allowed: "0", "7", "19"/,
    ],
  ])('is refused before anything is uploaded: %s', async (_name, given, message) => {
    const { context, step } = voucherWorld({ ...withFile, ...given });
    const refusal = { reason: 'invalid_command', message: expect.stringMatching(message), retryable: false };
    await expect(step('upload').prepare(context)).rejects.toMatchObject(refusal);
    await expect(step('save').prepare(context)).rejects.toMatchObject(refusal);
  });

  it('is judged by what sevdesk allows now, where what was known does not allow it', async () => {
    const asked: unknown[] = [];
    const { save } = voucherWorld(
      { positions: [position, position] },
      {
        async lookUps(needed) {
          asked.push(needed);
          const taxRules = [{ id: needed?.asksAnew ? '9' : '10', taxRates: ['NINETEEN'] }];
          return { ...lookUps, accounts: { 4930: [account('4930', taxRules)] } };
        },
      },
    );
    expect((await save()).call.path).toBe('Voucher/Factory/saveVoucher');
    expect(asked).toEqual([{ accounts: ['4930'] }, { accounts: ['4930'], asksAnew: true }]);
  });

  it('leaves the rates of other countries to sevdesk', async () => {
    const positions = [{ ...position, taxRate: '20' }];
    const austrian = { settings: { country: 'AT' } };
    expect(await bodyOf({ positions }, austrian)).toMatchObject({ voucherPosSave: [{ taxRate: '20' }] });
    const unknown = voucherWorld({ positions: [{ ...position, accountNumber: '9999' }] }, austrian);
    await expect(unknown.save()).rejects.toThrow('account "9999" is none');
  });
});
