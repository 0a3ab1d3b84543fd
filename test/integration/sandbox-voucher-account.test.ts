import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import { saveVoucherBody, type VoucherBodyParts, voucherPosition } from '../sandbox/rig/save-voucher-body.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

/** An account that is told what it is. */
const TOKEN = 'd'.repeat(32);
const save = (parts?: VoucherBodyParts) =>
  rig.call('POST', '/Voucher/Factory/saveVoucher', { body: saveVoucherBody(parts), token: TOKEN });
const taxRule = (id: number) => ({ id, objectName: 'TaxRule' });
const accountDatev = (id: number) => ({ id, objectName: 'AccountDatev' });

describe('saveVoucher', () => {
  it('a small business knows other rules', async () => {
    await rig.control.createAccount({ token: TOKEN, smallBusiness: true });
    const positions = [voucherPosition({ taxRate: 0 })];
    expect((await save({ positions })).error.code).toBe(7100);
    expect((await save({ positions, voucher: { taxRule: taxRule(10) } })).status).toBe(201);
    const sold = [voucherPosition({ taxRate: 0, accountDatev: accountDatev(5011) })];
    const revenue = { creditDebit: 'D', taxRule: undefined, taxType: 'ss' };
    const { objects } = await save({ positions: sold, voucher: revenue });
    expect(objects.voucher).toMatchObject({ taxRule: { id: '11' } });
  });

  it('SKR04 has other accounts', async () => {
    await rig.control.createAccount({ token: TOKEN, chart: 'SKR04' });
    expect((await save()).error.code).toBe(151);
    expect((await save({ positions: [voucherPosition({ accountDatev: accountDatev(3251) })] })).status).toBe(201);
  });

  it('system 1.0 wants tax types and accounting types', async () => {
    await rig.control.createAccount({ token: TOKEN, bookkeepingVersion: '1.0' });
    const version = await rig.call('GET', '/Tools/bookkeepingSystemVersion', { token: TOKEN });
    expect(version.objects).toEqual({ version: '1.0' });
    const types = await rig.call('GET', '/AccountingType', { token: TOKEN });
    const accountingType = { id: types.objects['0']?.id, objectName: 'AccountingType' };
    const positions = [voucherPosition({ accountDatev: undefined, accountingType })];
    const voucher = { taxRule: undefined, taxType: 'default' };
    expect((await save({ voucher, positions })).objects).toMatchObject({
      voucher: { taxType: 'default' },
      voucherPos: [{ accountingType }],
    });
    expect((await save({ positions })).error.message).toBe('taxType is required');
    expect((await save({ voucher })).error.message).toMatch(/^accountingType expected array/);
    expect((await save({ voucher: { taxType: 'custom' }, positions })).error.message).toBe('taxSet is required');
  });
});
