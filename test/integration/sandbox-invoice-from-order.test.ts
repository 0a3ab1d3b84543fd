import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import type { Fields } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

/** An accepted order of 200 net, 100 of it at 7 %. */
const order = async (fields: Fields = {}) =>
  (
    await rig.control.createRecord(rig.token, 'Order', {
      status: 500,
      customerInternalNote: 'M-1',
      positions: [
        { price: '50', quantity: 2 },
        { price: '100', taxRate: 7 },
        { price: '30', optional: true },
      ],
      ...fields,
    })
  ).id;
const create = (id: string, body: Fields = {}) =>
  rig.call('POST', '/Invoice/Factory/createInvoiceFromOrder', {
    body: { order: { id, objectName: 'Order' }, ...body },
  });
const status = async (id: string) => (await rig.call('GET', `/Order/${id}`)).objects['0']?.status;
const positions = async (id: unknown) =>
  (await rig.call('GET', `/Invoice/${String(id)}/getPositions`)).objects as unknown as Fields[];

describe('createInvoiceFromOrder', () => {
  it('over all of it takes its positions and discounts, and the order is calculated', async () => {
    const discounts = [{ discount: true, text: 'Treue', percentage: true, value: '10' }];
    const id = await order({ discounts });
    const answer = await create(id);
    expect(answer.status).toBe(200);
    expect(answer.objects).toMatchObject({
      objectName: 'Invoice',
      invoiceType: 'RE',
      status: '100',
      invoiceNumber: null,
      origin: { id, objectName: 'Order' },
      contact: { id: rig.contactId },
      customerInternalNote: 'M-1',
      sumNet: '180',
      sumDiscounts: '-20',
    });
    expect(await positions(answer.objects.id)).toMatchObject([{ quantity: '2', price: '50' }, { taxRate: '7' }]);
    expect(await status(id)).toBe('1000');
  });

  it.each<[string, Fields, Fields]>([
    ['a percentage', { type: 'percentage', amount: '25', partialType: 'AR' }, { invoiceType: 'AR', sumNet: '50' }],
    [
      'a net amount',
      { type: 'net', amount: 80, partialType: 'TR' },
      { invoiceType: 'TR', sumNet: '80', sumTax: '10.4' },
    ],
    ['a gross amount', { type: 'gross', amount: '113', partialType: 'RE' }, { invoiceType: 'RE', sumGross: '113' }],
  ])('over %s spreads it over the rates, and the order is partly calculated', async (_, body, expected) => {
    const id = await order();
    const { objects } = await create(id, body);
    expect(objects).toMatchObject(expected);
    expect((await positions(objects.id)).map(({ taxRate }) => taxRate)).toEqual(['19', '7']);
    expect(await status(id)).toBe('750');
  });

  it('covers an order by several invoices, and no more', async () => {
    const id = await order();
    await create(id, { type: 'percentage', amount: 30, partialType: 'AR' });
    const tooMuch = await create(id, { type: 'net', amount: '140.01', partialType: 'TR' });
    expect([tooMuch.status, tooMuch.error.message]).toEqual([422, 'The amount exceeds what is left of the order']);
    expect((await create(id)).objects).toMatchObject({ sumNet: '140' });
    expect(await status(id)).toBe('1000');
    expect((await create(id)).status).toBe(422);
  });

  it('may cover again what a cancelled invoice did', async () => {
    const id = await order();
    const invoiceId = String((await create(id)).objects.id);
    await rig.control.openInvoice(rig.token, invoiceId);
    await rig.control.cancelInvoice(rig.token, invoiceId);
    expect((await create(id)).objects).toMatchObject({ sumNet: '200' });
  });

  it.each<[string, Fields, Fields, number]>([
    ['no order', {}, { order: null }, 400],
    ['an unknown order', {}, { order: { id: 7, objectName: 'Order' } }, 404],
    ['a final invoice', {}, { partialType: 'ER' }, 422],
    ['an unknown type of amount', {}, { type: 'share', amount: 5 }, 422],
    ['no amount', {}, { type: 'net' }, 422],
    ['a negative amount', {}, { type: 'net', amount: -5 }, 422],
    ['more than all', {}, { type: 'percentage', amount: 101 }, 422],
    [
      'a partial invoice for services abroad',
      { taxRule: { id: 17, objectName: 'TaxRule' } },
      { type: 'percentage', amount: 5, partialType: 'TR' },
      422,
    ],
    ['only optional positions', { positions: [{ optional: true }] }, {}, 400],
  ])('is refused for %s, and changes nothing', async (_, fields, body, expected) => {
    const id = await order(fields);
    expect((await create(id, body)).status).toBe(expected);
    expect(await status(id)).toBe('500');
    expect(await rig.control.records(rig.token, 'Invoice')).toEqual([]);
  });
});
