import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import { saveVoucherBody, type VoucherBodyParts, voucherPosition } from '../sandbox/rig/save-voucher-body.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const save = (parts?: VoucherBodyParts) =>
  rig.call('POST', '/Voucher/Factory/saveVoucher', { body: saveVoucherBody(parts) });
const stored = (id: string) => rig.call('GET', `/Voucher/${id}`).then(({ objects }) => objects['0']);
const savedId = async (parts?: VoucherBodyParts) => String((await save(parts)).objects.voucher?.id);
const taxRule = (id: number) => ({ id, objectName: 'TaxRule' });
const accountDatev = (id: number) => ({ id, objectName: 'AccountDatev' });

describe('saveVoucher', () => {
  it('makes an open voucher', async () => {
    const answer = await save();
    expect(answer.status).toBe(201);
    expect(answer.objects).toEqual({
      voucher: expect.objectContaining({
        status: '100',
        supplierName: 'Papier Schmidt OHG',
        voucherDate: '2026-07-01T00:00:00+02:00',
        sumNet: '10',
        sumTax: '1.9',
        sumGross: '11.9',
        paidAmount: 0,
        taxType: null,
        taxRule: { id: '9', objectName: 'TaxRule' },
        propertyCreationOrigin: null,
      }),
      voucherPos: [
        expect.objectContaining({
          accountDatev: { id: '4251', objectName: 'AccountDatev' },
          net: '0',
          taxRate: '19',
          sumNet: '10',
          cateringTip: null,
        }),
      ],
      vatdrop: 'not relevant',
    });
  });

  it('stores positions with strings, and no document', async () => {
    const id = await savedId({ voucher: { status: 50 } });
    expect(await stored(id)).not.toHaveProperty('document');
    const query = { 'voucher[id]': id, 'voucher[objectName]': 'Voucher' };
    expect((await rig.call('GET', '/VoucherPos', { query })).objects).toMatchObject([
      { voucher: { id, objectName: 'Voucher' }, sumGross: '11.9', cateringTip: '0', comment: null },
    ]);
  });

  it.each<[string, VoucherBodyParts, Record<string, unknown>]>([
    [
      'net amounts',
      { positions: [voucherPosition({ net: true, sumNet: '0.35' }), voucherPosition({ net: true, sumNet: 0.1 })] },
      { sumNet: '0.45', sumTax: '0.09', sumGross: '0.54' },
    ],
    ['a sum of no kind', { positions: [voucherPosition({ sumGross: undefined, sum: 119 })] }, { sumNet: '100' }],
    ['a draft without a supplier', { voucher: { supplierName: null, status: 50 } }, { status: '50' }],
    [
      'an old tax type',
      { voucher: { taxRule: undefined, taxType: 'default' } },
      { taxRule: { id: '9' }, taxType: null },
    ],
    [
      'revenue',
      {
        voucher: { creditDebit: 'D', taxRule: taxRule(3) },
        positions: [voucherPosition({ accountDatev: accountDatev(5011), taxRate: 7 })],
      },
      { creditDebit: 'D', taxRule: { id: '3' }, sumTax: '0.78' },
    ],
    [
      'a foreign currency with its rate',
      { voucher: { currency: 'USD', propertyExchangeRate: '0.92' } },
      { currency: 'USD', propertyExchangeRate: '0.92' },
    ],
  ])('takes %s', async (_, parts, expected) => {
    expect(await stored(await savedId(parts))).toMatchObject(expected);
  });

  it('takes a contact as supplier', async () => {
    const supplier = { id: rig.contactId, objectName: 'Contact' };
    expect(await stored(await savedId({ voucher: { supplier, supplierName: null } }))).toMatchObject({ supplier });
  });

  it.each<[string, VoucherBodyParts, number, number | null, RegExp]>([
    ['paid', { voucher: { status: 1000 } }, 422, null, /^Invalid status\. Allowed are 50 and 100\.$/],
    ['enshrined by hand', { voucher: { enshrined: '2026-07-01' } }, 422, null, /enshrined/],
    ['neither credit nor debit', { voucher: { creditDebit: 'X' } }, 400, null, /creditDebit/],
    ['an unknown type', { voucher: { voucherType: 'X' } }, 400, null, /voucherType/],
    ['an open one without a supplier', { voucher: { supplierName: null } }, 400, null, /supplier or supplierName/],
    [
      'an unknown supplier',
      { voucher: { supplier: { id: 7, objectName: 'Contact' } } },
      404,
      151,
      /Model_Contact .* 7 /,
    ],
    ['a supplier that is none', { voucher: { supplier: 7 } }, 400, null, /^supplier expected array .* integer given$/],
    ['no date', { voucher: { voucherDate: '31/12' } }, 400, null, /voucherDate is not a valid date/],
    ['a foreign currency without a rate', { voucher: { currency: 'USD' } }, 422, null, /propertyExchangeRate/],
    ['no mapAll', { voucher: { mapAll: undefined } }, 400, null, /mapAll/],
    ['no positions', { positions: [] }, 400, null, /at least one position/],
    ['no amount', { positions: [voucherPosition({ sumGross: null })] }, 400, null, /sumNet or sumGross/],
    ['neither net nor gross', { positions: [voucherPosition({ net: undefined })] }, 400, null, /net is required/],
    [
      'net and gross mixed',
      { positions: [voucherPosition(), voucherPosition({ net: true, sumNet: 1 })] },
      422,
      null,
      /either net or gross/,
    ],
    ['no account', { positions: [voucherPosition({ accountDatev: null })] }, 400, null, /^accountDatev expected array/],
    [
      'an account of another chart',
      { positions: [voucherPosition({ accountDatev: accountDatev(3251) })] },
      404,
      151,
      /Model_AccountDatev .* 3251 /,
    ],
    ['no rule', { voucher: { taxRule: undefined } }, 422, null, /tax rule is required/],
    ['a custom tax type', { voucher: { taxType: 'custom' } }, 422, null, /custom/],
    ['a rule for revenue', { voucher: { taxRule: taxRule(1) } }, 422, 7100, /account 4930 and the tax rule 1 /],
    ['a rule for small businesses', { voucher: { taxRule: taxRule(10) } }, 422, 7100, /tax rule 10 /],
    ['a rate the rule forbids', { voucher: { taxRule: taxRule(13) } }, 422, null, /tax rate 19 is not allowed/],
    ['a rate there is not', { positions: [voucherPosition({ taxRate: '16' })] }, 422, null, /tax rate 16 /],
    [
      'an account for revenue',
      { positions: [voucherPosition({ accountDatev: accountDatev(5011) })] },
      422,
      null,
      /account 8000 is not allowed/,
    ],
    ['an unknown position', { positions: [voucherPosition({ id: 7 })] }, 404, 151, /Model_VoucherPos .* 7 /],
    ['a file that was not uploaded', { rest: { filename: 'x.pdf' } }, 400, null, /x\.pdf was not found/],
    ['a recurring one', { voucher: { voucherType: 'RV' } }, 501, null, /recurring/],
  ])('refuses %s and stores nothing', async (_, parts, status, code, message) => {
    const answer = await save(parts);
    expect(answer.error).toMatchObject({ code, responseCode: status, message: expect.stringMatching(message) });
    expect(answer.status).toBe(status);
    expect(await rig.control.records(rig.token, 'Voucher')).toEqual([]);
  });

  it('counts only the positions of the call that changes a draft', async () => {
    const { objects } = await save({ voucher: { status: 50 }, positions: [voucherPosition(), voucherPosition()] });
    const id = String(objects.voucher?.id);
    const [first, second] = [objects.voucherPos?.['0']?.id, objects.voucherPos?.['1']?.id];
    rig.clock.ms += 1000;
    const changed = await save({
      voucher: { id, status: undefined, description: 'Neu' },
      positions: [voucherPosition({ id: first, sumGross: '23.80' })],
    });
    expect(changed.objects.voucher).toMatchObject({ id, description: 'Neu', status: '50', sumNet: '20' });
    expect(await rig.control.records(rig.token, 'VoucherPos')).toMatchObject([
      { id: first, sumGross: '23.8', update: '2026-07-01T12:00:01+02:00' },
      { id: second, sumGross: '11.9' },
    ]);
    await save({ voucher: { id }, rest: { voucherPosDelete: [{ id: second, objectName: 'VoucherPos' }] } });
    const left = await rig.control.records(rig.token, 'VoucherPos');
    expect(left.map((position) => position.id)).toEqual([first, expect.not.stringMatching(String(second))]);
  });

  it('does not change what is open', async () => {
    const answer = await save({ voucher: { id: await savedId() } });
    expect([answer.status, answer.error.code]).toEqual([400, 90_400]);
    expect(answer.error.message).toMatch(/Use resetToDraft first$/);
  });
});
