import { describe, expect, it } from 'vitest';
import type { CommandData } from '../../../../shared/contract/command.ts';
import { orderCreatePlan } from '../../../../shared/sevdesk/commands/order-create.ts';
import { aContact } from '../../../support/builders.ts';
import { listOf, type Replies } from '../../../support/fake-sevdesk.ts';
import { notFound } from '../../../support/listed-sevdesk.ts';
import { callOf, stepContext, stepOf } from '../../../support/step-context.ts';

type OrderData = CommandData<'order.create'>;

function orderData(fields: Partial<OrderData> = {}): OrderData {
  return {
    contact: { id: '815' },
    date: '2026-11-20',
    positions: [{ name: 'Consulting', quantity: '2', price: '100.00', taxRate: '19' }],
    ...fields,
  };
}

const replies = {
  'GET Contact/815': listOf(aContact()),
  'GET SevSequence/Factory/getByType': listOf({ id: '1', format: 'AN-%NUMBER', nextSequence: '1000' }),
  'GET Order': listOf(),
};

/** An order as sevdesk lists it. */
const anOrder = (fields = {}) => ({
  id: '99',
  objectName: 'Order',
  create: '2026-11-20T09:00:01+01:00',
  orderNumber: 'AN-1000',
  orderType: 'AN',
  contact: { id: '815', objectName: 'Contact' },
  currency: 'EUR',
  sumNet: '200',
  sumTax: '38',
  sumGross: '238',
  customerInternalNote: 'order-1042',
  ...fields,
});

const step = stepOf(orderCreatePlan, 'save', orderData());

function prepared(data: OrderData, facts = {}) {
  return callOf(step.prepare(stepContext<'order.create'>(data, { replies, facts }).context));
}

describe('the call of order.create', () => {
  it('saves a draft with its number, which is fixed before', async () => {
    const { call, facts } = await prepared(orderData());
    expect(facts).toEqual({ contactId: '815', number: 'AN-1000' });
    expect(call).toMatchObject({
      method: 'POST',
      path: 'Order/Factory/saveOrder',
      body: {
        order: {
          objectName: 'Order',
          mapAll: true,
          orderNumber: 'AN-1000',
          orderDate: '20.11.2026',
          orderType: 'AN',
          header: 'Angebot AN-1000',
          version: 0,
          status: 100,
          contact: { id: '815', objectName: 'Contact' },
          contactPerson: { id: '7', objectName: 'SevUser' },
          addressCountry: { id: '1', objectName: 'StaticCountry' },
          taxRule: { id: '1', objectName: 'TaxRule' },
          customerInternalNote: 'order-1042',
          showNet: true,
        },
        orderPosSave: [{ objectName: 'OrderPos', mapAll: true, quantity: '2', price: '100.00', positionNumber: 0 }],
        orderPosDelete: null,
        discountSave: null,
        takeDefaultAddress: true,
      },
    });
  });

  it.each([
    ['estimate', 'AN', 'Angebot'],
    ['confirmation', 'AB', 'Auftragsbestätigung'],
    ['delivery_note', 'LI', 'Lieferschein'],
  ] as const)('of the kind %s has the type %s and its sequence', async (kind, type, name) => {
    const { context, sevdesk } = stepContext<'order.create'>(orderData({ kind }), { replies });
    expect(await step.prepare(context)).toMatchObject({
      call: { body: { order: { orderType: type, header: `${name} AN-1000` } } },
    });
    expect(sevdesk.calls.map(({ query }) => query)).toContainEqual({ objectType: 'Order', type });
  });

  it('has discounts, fees, optional positions and a header of its own', async () => {
    const { call } = await prepared(
      orderData({
        header: 'Umbau',
        positions: [{ name: 'Wartung', quantity: '1', price: '50', taxRate: '19', optional: true, discount: '5' }],
        discounts: [{ text: 'Treue', percentage: '10' }],
        fees: [{ text: 'Fracht', amount: '4.90' }],
      }),
    );
    expect(call.body).toMatchObject({
      order: { header: 'Umbau' },
      orderPosSave: [{ optional: true, discount: '5' }],
      discountSave: [
        { objectName: 'Discounts', discount: true, percentage: true, value: '10', text: 'Treue' },
        { objectName: 'Discounts', discount: false, percentage: false, value: '4.90', text: 'Fracht' },
      ],
    });
  });

  it('keeps the number of an earlier try', async () => {
    const { facts } = await prepared(orderData(), { contactId: '815', number: 'AN-0999' });
    expect(facts).toMatchObject({ number: 'AN-0999' });
  });

  it('waits for its contact', async () => {
    const none = { ...replies, 'GET Contact/815': notFound('Contact', '815') };
    const { context } = stepContext<'order.create'>(orderData(), { replies: none });
    await expect(step.prepare(context)).rejects.toMatchObject({
      reason: 'dependency_missing',
      retryable: true,
      message: 'sevdesk has no Contact 815: create it first, or name one that is there.',
    });
  });
});

describe('the answer of saveOrder', () => {
  const read = async (order: object) => (await prepared(orderData())).read({ order, orderPos: [] });

  it('tells number, sums and currency', async () => {
    expect(await read(anOrder())).toEqual({
      resource: 'Order',
      recordId: '99',
      details: { number: 'AN-1000', net: 200, gross: 238, currency: 'EUR' },
    });
  });

  it('tells sums that are not what the command comes to', async () => {
    const { details } = await read(anOrder({ sumNet: '150', sumTax: '28.5', sumGross: '178.5' }));
    expect(details).toMatchObject({ totals: { expected: { net: 200 }, difference: { net: -50 }, rounding: false } });
  });
});

describe('looking for an order that may exist', () => {
  const look = (data: OrderData, orders: Replies[string]) => {
    const facts = { contactId: '815', number: 'AN-1000' };
    const { context, sevdesk } = stepContext<'order.create'>(data, { replies: { 'GET Order': orders }, facts });
    return { finding: step.lookFor?.(context), sevdesk };
  };

  it.each([
    ['nothing', [], 'nothing', undefined],
    ['the one that carries number and note', [anOrder()], 'found', undefined],
    [
      'the number with another note, which is not ours',
      [anOrder({ customerInternalNote: null })],
      'nothing',
      undefined,
    ],
    ['two with the note', [anOrder(), anOrder({ id: '100' })], 'ambiguous', /ids 99, 100/],
    ['one of another contact', [anOrder({ contact: { id: '9' } })], 'ambiguous', /another contact/],
    ['one of another type', [anOrder({ orderType: 'AB' })], 'ambiguous', /not of type AN/],
    ['one in another currency', [anOrder({ currency: 'CHF' })], 'ambiguous', /another currency/],
    ['one with another sum', [anOrder({ sumNet: '150' })], 'ambiguous', /another sum/],
    ['not an older one', [anOrder({ create: '2026-11-20T08:50:00+01:00' })], 'nothing', undefined],
  ])('finds %s', async (_name, rows, kind, message) => {
    const { finding, sevdesk } = look(orderData(), listOf(...rows));
    expect(await finding).toMatchObject({ kind, ...(message && { message: expect.stringMatching(message) }) });
    expect(sevdesk.calls).toMatchObject([{ path: 'Order', query: { orderNumber: 'AN-1000' } }]);
  });

  it('says so where the filter was ignored and not all orders are seen', async () => {
    const others = { ...listOf(anOrder({ customerInternalNote: 'other' })), total: 2000 };
    expect(await look(orderData(), others).finding).toMatchObject({
      kind: 'ambiguous',
      message: expect.stringContaining('ignored'),
    });
  });

  it('does not count optional positions, and counts discounts and fees', async () => {
    const data = orderData({
      positions: [
        { name: 'Wartung', quantity: '1', price: '100', taxRate: '19' },
        { name: 'Schulung', quantity: '1', price: '50', taxRate: '19', optional: true },
      ],
      discounts: [{ text: 'Treue', percentage: '10' }],
      fees: [{ text: 'Fracht', amount: '5' }],
    });
    const { finding } = look(data, listOf(anOrder({ sumNet: '95', sumGross: '113.05' })));
    expect(await finding).toMatchObject({ kind: 'found', outcome: { recordId: '99' } });
  });
});

it('links the order under its reference', () => {
  expect(orderCreatePlan).toMatchObject({ claimsMarker: true });
  expect(orderCreatePlan.externalId?.(orderData(), 'deal-7')).toEqual({ resource: 'Order', externalId: 'deal-7' });
});
