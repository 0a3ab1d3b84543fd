import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { commandData } from '../../../../shared/contract/command.ts';
import type { SevdeskRecord } from '../../../../shared/domain/sevdesk-record.ts';
import type { ComposedInvoice } from '../../../../shared/sevdesk/commands/document/save-invoice.ts';
import { invoiceCreatePlan } from '../../../../shared/sevdesk/commands/invoice-create.ts';
import { anInvoice, followedBy, invoiceData } from '../../../support/builders.ts';
import { listOf } from '../../../support/fake-sevdesk.ts';
import { notFound } from '../../../support/listed-sevdesk.ts';
import { callOf, stepContext, stepOf } from '../../../support/step-context.ts';

const followUps = { send: { markedAs: 'pdf' }, book: { date: '2026-11-25', account: { id: '12' } } } as const;
const completed = [{ step: 'save', resource: 'Invoice', recordId: '99', at: 0 }];
const ours = anInvoice({ id: '99', status: '100', sumNet: '200', sumTax: '38', sumGross: '238' });

function stepsOf(fields: Partial<ComposedInvoice>) {
  const data = invoiceData(fields);
  return invoiceCreatePlan.steps.filter((step) => step.applies?.(data) ?? true).map(({ name }) => name);
}

async function savedBy(fields: Partial<ComposedInvoice>, invoice: SevdeskRecord = ours) {
  const data = invoiceData(fields);
  const { context } = stepContext<'invoice.create'>(data);
  const { call, read } = await callOf(stepOf(invoiceCreatePlan, 'save', data).prepare(context));
  return { body: call.body, outcome: read({ invoice, invoicePos: [] }) };
}

describe('the steps of an invoice', () => {
  it.each([
    ['a draft', {}, ['save']],
    ['marked as sent', followedBy({ send: followUps.send }), ['save', 'send']],
    [
      'mailed',
      followedBy({ send: { email: { to: 'a@example.com', subject: 's', text: 't' } } }),
      ['save', 'send', 'read_number'],
    ],
    ['sent and paid', followedBy(followUps), ['save', 'send', 'book']],
  ])('that is %s', (_name, fields, names) => {
    expect(stepsOf(fields)).toEqual(names);
  });

  it('do not pay what is not sent', () => {
    const read = v.safeParse(commandData['invoice.create'], invoiceData(followedBy({ book: followUps.book })));
    expect(read.issues).toMatchObject([
      { path: [{ key: 'then' }, { key: 'book' }], message: 'needs "send": a draft can not be paid' },
    ]);
  });
});

describe('the body of an invoice', () => {
  it.each(['RE', 'AR', 'TR'] as const)('of type %s says so', async (invoiceType) => {
    expect((await savedBy({ invoiceType })).body).toMatchObject({ invoice: { invoiceType } });
  });

  it.each([
    ['bank_transfer', '21919'],
    ['direct_debit', '21920'],
    ['cash', '21921'],
    ['offset', '21922'],
    ['cheque', '21923'],
    ['online', '114251'],
  ] as const)('that is an e-invoice names its payment method, %s', async (paymentMethod, id) => {
    const { body } = await savedBy({ eInvoice: { paymentMethod } });
    const invoice = { propertyIsEInvoice: true, paymentMethod: { id, objectName: 'PaymentMethod' } };
    expect(body).toMatchObject({ invoice });
  });

  it('that is none does not mention it', async () => {
    expect((await savedBy({})).body).not.toHaveProperty('invoice.propertyIsEInvoice');
  });
});

describe('the sums of a saved invoice', () => {
  it('are told', async () => {
    const details = { number: 'RE-1017', net: 200, gross: 238, currency: 'EUR' };
    expect((await savedBy({})).outcome).toEqual({ resource: 'Invoice', recordId: '99', details });
  });

  it('are told with what was expected where they differ', async () => {
    const { outcome } = await savedBy({}, { ...ours, sumTax: '37', sumGross: '237' });
    expect(outcome.details).toMatchObject({
      gross: 237,
      totals: {
        expected: { net: 200, tax: 38, gross: 238 },
        difference: { net: 0, tax: -1, gross: -1 },
        rounding: false,
      },
    });
  });

  it.each(['send', 'book'])('that differ by more than rounding are not followed by: %s', async (name) => {
    const data = invoiceData(followedBy(followUps));
    const replies = { 'GET Invoice/99': listOf({ ...ours, sumTax: '37', sumGross: '237' }) };
    const { context } = stepContext<'invoice.create'>(data, { replies, completed });
    const refused = stepOf(invoiceCreatePlan, name, data).prepare(context);
    await expect(refused).rejects.toMatchObject({
      reason: 'ambiguous',
      retryable: true,
      message: expect.stringContaining('tax is 37.00 instead of 38.00, gross is 237.00 instead of 238.00'),
    });
  });

  it('that differ by a cent, or were mended since, do not stop it', async () => {
    const data = invoiceData(followedBy(followUps));
    const replies = { 'GET Invoice/99': listOf({ ...ours, sumTax: '38.01', sumGross: '238.01' }) };
    const { context } = stepContext<'invoice.create'>(data, { replies, completed });
    const { call } = await callOf(stepOf(invoiceCreatePlan, 'send', data).prepare(context));
    expect(call).toMatchObject({ path: 'Invoice/99/sendBy' });
  });
});

it.each(['send', 'book'])('an invoice that somebody deleted is not followed by: %s', async (name) => {
  const data = invoiceData(followedBy(followUps));
  const { context } = stepContext<'invoice.create'>(data, {
    replies: { 'GET Invoice/99': notFound('Invoice', '99') },
    completed,
  });
  await expect(stepOf(invoiceCreatePlan, name, data).prepare(context)).rejects.toMatchObject({
    reason: 'dependency_missing',
    message: expect.stringMatching(/not in sevdesk any more.*another commandId and another reference/),
    retryable: false,
  });
});

describe('an invoice that may exist', () => {
  it('is found by its marker alone for an entry that knows no contact, being older than that', async () => {
    const data = invoiceData();
    const rows = listOf({ ...ours, customerInternalNote: 'order-1042' });
    const { context, sevdesk } = stepContext<'invoice.create'>(data, { replies: { 'GET Invoice': rows } });
    expect(await stepOf(invoiceCreatePlan, 'save', data).lookFor?.(context)).toMatchObject({ kind: 'found' });
    expect(Object.keys(sevdesk.calls[0]?.query ?? {})).toEqual([
      'customerInternalNote',
      'showAll',
      'countAll',
      'limit',
    ]);
  });

  it('is adopted by its type, and told with its sums', async () => {
    const data = invoiceData({ invoiceType: 'AR', discounts: [{ text: 'Rabatt', percentage: '10' }] });
    const row = { ...ours, customerInternalNote: 'order-1042', sumNet: '180', sumTax: '34.2', sumGross: '214.2' };
    const rows = [
      { ...row, invoiceType: 'AR' },
      { ...row, id: '5', invoiceType: 'RE' },
    ];
    const known = { replies: { 'GET Invoice': listOf(...rows) }, facts: { contactId: '815' } };
    const { context } = stepContext<'invoice.create'>(data, known);
    expect(await stepOf(invoiceCreatePlan, 'save', data).lookFor?.(context)).toEqual({
      kind: 'found',
      outcome: {
        resource: 'Invoice',
        recordId: '99',
        details: { number: 'RE-1017', net: 180, gross: 214.2, currency: 'EUR' },
      },
    });
  });
});
