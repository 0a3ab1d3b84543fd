import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import { type OrderBodyParts, orderPosition, saveOrderBody } from '../sandbox/rig/save-order-body.ts';
import type { Fields } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const post = (body: unknown) => rig.call('POST', '/Order/Factory/saveOrder', { body });
const save = (parts?: OrderBodyParts) => post(saveOrderBody(rig.contactId, parts));
const stored = (id: string) => rig.call('GET', `/Order/${id}`).then(({ objects }) => objects['0']);

async function draft(parts?: OrderBodyParts): Promise<string> {
  return String((await save(parts)).objects.order?.id);
}

describe('saveOrder', () => {
  it('makes a draft, and answers it with its positions as they are stored', async () => {
    const answer = await save({ order: { customerInternalNote: 'M-1' } });
    expect(answer.status).toBe(201);
    expect(answer.objects.order).toMatchObject({
      orderNumber: 'AN-1000',
      orderType: 'AN',
      orderDate: '2026-07-01T00:00:00+02:00',
      status: '100',
      version: '0',
      customerInternalNote: 'M-1',
      sumNet: '10',
      sumGross: '11.9',
      taxRule: { id: '1', objectName: 'TaxRule' },
    });
    const id = String(answer.objects.order?.id);
    expect(answer.objects.orderPos).toMatchObject([
      { order: { id, objectName: 'Order' }, quantity: '1', price: '10', optional: '0', optionalChargeable: '0' },
    ]);
    expect((await rig.call('GET', `/Order/${id}/getPositions`)).objects).toEqual(answer.objects.orderPos);
  });

  it('leaves optional positions out of the sum', async () => {
    const positions = [orderPosition(), orderPosition({ price: '5', optional: true })];
    const { objects } = await save({ positions });
    expect(objects).toMatchObject({ order: { sumNet: '10' }, orderPos: [{}, { optional: '1', sumNet: '5' }] });
  });

  it('knows discounts', async () => {
    const flags = { objectName: 'Discounts', mapAll: true, discount: true, percentage: true };
    const id = await draft({ rest: { discountSave: [{ ...flags, text: 'Treue', value: 10 }] } });
    expect(await stored(id)).toMatchObject({ sumNet: '9', sumDiscounts: '-1' });
    const object = { id, objectName: 'Order' };
    expect((await rig.call('GET', `/Order/${id}/getDiscounts`)).objects).toMatchObject([{ object, text: 'Treue' }]);
  });

  it('changes an order, even a sent one, and replaces its positions', async () => {
    const { objects } = await save();
    const id = String(objects.order?.id);
    const orderPosDelete = [{ id: objects.orderPos?.['0']?.id, objectName: 'OrderPos' }];
    await rig.control.patch(rig.token, 'Order', id, { status: 200 });
    await save({
      order: { id, header: 'Neu', status: 200 },
      positions: [orderPosition({ price: '7' })],
      rest: { orderPosDelete },
    });
    expect(await stored(id)).toMatchObject({ header: 'Neu', status: '200', sumNet: '7' });
    expect(await rig.control.records(rig.token, 'OrderPos')).toHaveLength(1);
  });

  it.each<[string, OrderBodyParts, number, number | null, RegExp]>([
    ['no number', { order: { orderNumber: undefined } }, 400, null, /^orderNumber is required$/],
    ['no date', { order: { orderDate: null } }, 400, null, /^orderDate is required$/],
    ['no header', { order: { header: undefined } }, 400, null, /^header is required$/],
    ['no version', { order: { version: undefined } }, 400, null, /^version is required$/],
    ['no text on taxes', { order: { taxText: undefined } }, 400, null, /^taxText is required$/],
    ['no currency', { order: { currency: undefined } }, 400, null, /^Currency is required\.$/],
    [
      'no contact person',
      { order: { contactPerson: undefined } },
      400,
      null,
      /^contactPerson expected array .* null given$/,
    ],
    ['no contact', { order: { contact: undefined } }, 400, null, /^contact expected array .* null given$/],
    ['an unknown contact', { order: { contact: { id: 7, objectName: 'Contact' } } }, 404, 151, /Model_Contact .* 7 /],
    ['no tax rate', { order: { taxRate: undefined } }, 500, null, /'taxRate' cannot be null/],
    ['no rule', { order: { taxRule: undefined } }, 422, null, /tax rule is required/],
    ['a rate its rule forbids', { positions: [orderPosition({ taxRate: 5 })] }, 422, null, /tax rate 5/],
    ['no positions', { positions: [] }, 400, null, /^The given document must have at least one position$/],
    ['positions that are none', { positions: [7] }, 400, null, /^orderPosSave expected .* integer given$/],
    ['lists of positions', { positions: [[orderPosition()]] }, 400, null, /^orderPosSave expected .* array given$/],
    [
      'one position without a list',
      { positions: orderPosition() },
      400,
      null,
      /^orderPosSave expected .* string given$/,
    ],
    [
      'one deletion without a list',
      { rest: { orderPosDelete: { id: 7 } } },
      400,
      null,
      /^orderPosDelete .* integer given$/,
    ],
    ['a status there is not', { order: { status: 50 } }, 422, null, /100, 200, 300, 500, 750, 1000/],
    ['a type there is not', { order: { orderType: 'RE' } }, 422, null, /AN, AB, LI/],
    ['a negative sum', { positions: [orderPosition({ price: '-1' })] }, 422, null, /negative/],
  ])('refuses %s and stores nothing', async (_, parts, status, code, message) => {
    const answer = await save(parts);
    expect([answer.status, answer.error.code]).toEqual([status, code]);
    expect(answer.error.message).toMatch(message);
    expect(await rig.control.records(rig.token, 'Order')).toEqual([]);
  });

  it.each([
    ['null', {}],
    ['array', { order: [{}] }],
  ])('refuses a body whose order is %s', async (word, body) => {
    const answer = await post(body);
    expect(answer.error.message).toBe(`order expected array with 'id' and 'objectName'. ${word} given`);
  });
});

describe('an order', () => {
  it('is changed by PUT, in part', async () => {
    const id = await draft();
    rig.clock.ms += 2000;
    const body: Fields = { status: 500, orderDate: '05.07.2026', sumNet: '99', nonsense: 1 };
    expect((await rig.call('PUT', `/Order/${id}`, { body })).status).toBe(200);
    const order = await stored(id);
    expect(order).toMatchObject({ status: '500', sumNet: '10', header: 'Angebot AN-1000' });
    expect(order).toMatchObject({ orderDate: '2026-07-05T00:00:00+02:00', update: '2026-07-01T12:00:02+02:00' });
    expect(order).not.toHaveProperty('nonsense');
  });

  it.each([
    [{ status: 50 }, 422],
    [{ contact: { id: 7, objectName: 'Contact' } }, 404],
  ])('PUT refuses %j', async (body, status) => {
    expect((await rig.call('PUT', `/Order/${await draft()}`, { body })).status).toBe(status);
  });

  it('is sent without being enshrined', async () => {
    const id = await draft();
    const body = { sendType: 'VP', sendDraft: false };
    expect((await rig.call('PUT', `/Order/${id}/sendBy`, { body })).objects).toMatchObject({
      status: '200',
      sendType: 'VP',
    });
    expect(await stored(id)).not.toHaveProperty('enshrined');
  });

  it('is sent by mail, answered in a list', async () => {
    const id = await draft();
    const body = { toEmail: 'a@example.com', subject: 'Angebot', text: 'Anbei' };
    const answer = await rig.call('POST', `/Order/${id}/sendViaEmail`, { body });
    expect([answer.status, answer.objects]).toMatchObject([201, [{ objectName: 'Email', to: 'a@example.com' }]]);
    expect(await stored(id)).toMatchObject({ status: '200', sendType: 'VM' });
  });

  it('is deleted with its positions, as a draft only', async () => {
    const id = await draft();
    expect((await rig.call('DELETE', `/Order/${id}`)).status).toBe(200);
    expect(await rig.control.records(rig.token, 'OrderPos')).toEqual([]);
    const sent = await draft({ order: { status: 200 } });
    expect((await rig.call('DELETE', `/Order/${sent}`)).error).toMatchObject({ code: 159, responseCode: 409 });
  });

  it('is found by its number', async () => {
    await draft();
    const id = await draft({ order: { orderNumber: 'AN-7' } });
    const query = { orderNumber: 'AN-7' };
    expect((await rig.call('GET', '/Order', { query })).objects).toMatchObject([{ id }]);
  });

  it.each([
    ['createPackingListFromOrder', 'LI'],
    ['createContractNoteFromOrder', 'AB'],
  ])('%s makes a draft of type %s', async (action, orderType) => {
    const id = await draft({ order: { status: 500 } });
    const query = { 'order[id]': id, 'order[objectName]': 'Order' };
    const body = { id, objectName: 'Order' };
    const answer = await rig.call('POST', `/Order/Factory/${action}`, { query, body });
    const origin = { id, objectName: 'Order' };
    const orderNumber = `${orderType}-1000`;
    expect(answer.objects).toMatchObject({ orderType, orderNumber, origin, status: '100', sumNet: '10' });
    expect((await rig.call('POST', `/Order/Factory/${action}`, { body })).status).toBe(400);
  });
});
