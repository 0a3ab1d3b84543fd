import { describe, expect, it } from 'vitest';
import { checkCommand } from '../../../../shared/contract/check-command.ts';
import type { CommandData } from '../../../../shared/contract/command.ts';
import type { SevdeskRecord } from '../../../../shared/domain/sevdesk-record.ts';
import { invoiceCreatePlan } from '../../../../shared/sevdesk/commands/invoice-create.ts';
import { anInvoice } from '../../../support/builders.ts';
import { listOf, type Replies } from '../../../support/fake-sevdesk.ts';
import { notFound } from '../../../support/listed-sevdesk.ts';
import { callOf, FIRST_ATTEMPT_MS, stepContext, stepOf } from '../../../support/step-context.ts';

type Data = CommandData<'invoice.create'>;

const whole: Data = { fromOrder: { order: { id: '31' } } };
const step = stepOf(invoiceCreatePlan, 'save', whole);
const order = (fields: Partial<SevdeskRecord> = {}): SevdeskRecord => ({
  id: '31',
  objectName: 'Order',
  contact: { id: '815', objectName: 'Contact' },
  taxRule: { id: '1', objectName: 'TaxRule' },
  currency: 'EUR',
  ...fields,
});
const origin = { id: '31', objectName: 'Order' };
const made = (fields: Partial<SevdeskRecord> = {}) => anInvoice({ id: '99', origin, invoiceNumber: null, ...fields });

const world = (data: Data, replies: Replies = {}, facts = {}) =>
  stepContext<'invoice.create'>(data, {
    replies: { 'GET Order/31': listOf(order()), 'GET Invoice': listOf(), ...replies },
    facts,
  });
const prepared = (data: Data, replies: Replies = {}) => callOf(step.prepare(world(data, replies).context));

describe('the call that makes an invoice from an order', () => {
  it('takes all of it, and fixes which invoices it had before', async () => {
    const others = [
      made({ id: '7' }),
      anInvoice({ id: '8' }),
      made({ id: '31', origin: { id: '31', objectName: 'Invoice' } }),
    ];
    const { call, facts, note } = await prepared(whole, { 'GET Invoice': listOf(...others) });
    expect(call).toEqual({
      method: 'POST',
      path: 'Invoice/Factory/createInvoiceFromOrder',
      body: { order: origin, type: 'percentage', amount: '100', partialType: 'RE' },
    });
    expect(facts).toEqual({ orderId: '31', contactId: '815', earlier: ['7'], expected: undefined });
    expect(note).toEqual([
      { resource: 'Invoice', key: 'origin:Order:31' },
      { resource: 'Order', key: '31' },
    ]);
  });

  it('asks for the invoices of this order and contact, of all types', async () => {
    const { context, sevdesk } = world(whole);
    await step.prepare(context);
    expect(sevdesk.calls.find(({ path }) => path === 'Invoice')?.query).toMatchObject({
      'origin[id]': '31',
      'origin[objectName]': 'Order',
      'contact[id]': '815',
      'contact[objectName]': 'Contact',
      showAll: 'true',
    });
  });

  it.each(['percentage', 'net', 'gross'] as const)('takes a part of it: %s', async (kind) => {
    const part = { kind, amount: '30.5' };
    const { call } = await prepared({ invoiceType: 'TR', fromOrder: { order: { id: '31' }, part } });
    expect(call.body).toMatchObject({ type: kind, amount: '30.5', partialType: 'TR' });
  });

  it('finds the order by the name that the caller gave it', async () => {
    const { call } = await prepared(
      { fromOrder: { order: { externalId: 'deal-7' } } },
      {
        'GET Order/id-of-deal-7': listOf(order({ id: 'id-of-deal-7' })),
      },
    );
    expect(call.body).toMatchObject({ order: { id: 'id-of-deal-7' } });
  });

  it.each([
    ['all of it', undefined, { showNet: '1' }, { field: 'sumNet', sum: '1000.00' }],
    ['all of it, in gross prices', undefined, { showNet: '0' }, { field: 'sumGross', sum: '1190.00' }],
    ['a share', { kind: 'percentage', amount: '33.3' }, { showNet: '1' }, { field: 'sumNet', sum: '333.00' }],
    ['a net amount', { kind: 'net', amount: '30.5' }, {}, { field: 'sumNet', sum: '30.5' }],
    ['a gross amount', { kind: 'gross', amount: '30.5' }, {}, { field: 'sumGross', sum: '30.5' }],
    [
      'a share in another currency',
      { kind: 'percentage', amount: '10' },
      { showNet: '1', currency: 'CHF', sumNetForeignCurrency: '950' },
      { field: 'sumNet', sum: '95.00' },
    ],
  ] as const)('fixes what it must come to: %s', async (_name, part, fields, expected) => {
    const sums = { sumNet: '1000', sumGross: '1190' };
    const data = { fromOrder: { order: { id: '31' }, ...(part && { part }) } };
    const { facts } = await prepared(data, { 'GET Order/31': listOf(order({ ...sums, ...fields })) });
    expect(facts).toMatchObject({ expected: { ...expected, lines: 20 } });
  });

  it('waits until an invoice that another command made of the order must be listed', async () => {
    const afterNote = (seconds: number, commandId: string) => {
      const lastNote = async () => ({ commandId, at: FIRST_ATTEMPT_MS - seconds * 1000 });
      return step.prepare({ ...world(whole).context, lastNote });
    };
    expect(await afterNote(3, 'c-2')).toEqual({ kind: 'wait', seconds: 27 });
    expect(await afterNote(30, 'c-2')).toMatchObject({ kind: 'call' });
    expect(await afterNote(3, 'c-1')).toMatchObject({ kind: 'call' });
  });

  it('keeps what was there before its first call', async () => {
    const facts = { orderId: '31', contactId: '815', earlier: ['7'] };
    const { context } = world(whole, { 'GET Invoice': listOf(made({ id: '7' })) }, facts);
    expect(await callOf(step.prepare({ ...context, isRepeated: true }))).toMatchObject({ facts });
  });

  it('reads the invoice out of the answer, bare or wrapped', async () => {
    const { read } = await prepared(whole);
    const outcome = { resource: 'Invoice', recordId: '99', details: { number: null, net: 39.2, gross: 46.65 } };
    for (const objects of [made(), { invoice: made() }]) expect(read(objects)).toMatchObject(outcome);
  });
});

describe('no invoice', () => {
  it('from an order that is not there', async () => {
    await expect(prepared(whole, { 'GET Order/31': notFound('Order', '31') })).rejects.toMatchObject({
      reason: 'dependency_missing',
      retryable: true,
      message: expect.stringContaining('no Order 31'),
    });
  });

  it.each([
    ['AR', { taxRule: { id: '17' } }, 'taxRule "17" is not allowed for an advance invoice (AR)'],
    ['TR', { currency: 'CHF' }, 'currency "CHF" is not allowed for a partial invoice (TR)'],
  ] as const)('of type %s from an order that does not allow it', async (invoiceType, fields, message) => {
    await expect(prepared({ ...whole, invoiceType }, { 'GET Order/31': listOf(order(fields)) })).rejects.toMatchObject({
      reason: 'invalid_command',
      message: expect.stringContaining(message),
    });
  });

  it('while it is not known which ones there are', async () => {
    const many = { ...listOf(anInvoice({ id: '8' })), total: 2000 };
    await expect(prepared(whole, { 'GET Invoice': many })).rejects.toMatchObject({
      reason: 'unsupported',
      retryable: true,
      message: expect.stringContaining('ignored the filter for the origin'),
    });
  });

  it('over more than 100 percent', () => {
    const part = { kind: 'percentage', amount: '100.01' };
    const data = { fromOrder: { order: { id: '31' }, part } };
    const command = { commandId: 'c', tenantId: 'acme', type: 'invoice.create', version: 1, data };
    expect(checkCommand(command, { path: [], whole: 'message' })).toEqual({
      problems: [expect.stringContaining('data.fromOrder.part.amount: a percentage is at most "100"')],
    });
  });
});

describe('looking for an invoice that an order may have by now', () => {
  const expected = { field: 'sumNet', sum: '39.20', lines: 20 };
  const facts = { orderId: '31', contactId: '815', earlier: ['7'], expected };
  it.each([
    ['nothing', [], 'nothing', undefined],
    ['only what was there before', [made({ id: '7' })], 'nothing', undefined],
    ['the new one', [made({ id: '7' }), made()], 'found', undefined],
    [
      'those of other origins',
      [anInvoice(), made({ origin: { id: '32', objectName: 'Order' } })],
      'nothing',
      undefined,
    ],
    ['two new ones', [made(), made({ id: '100' })], 'ambiguous', /origin: Order 31.*ids 99, 100/],
    ['one of another type', [made({ invoiceType: 'TR' })], 'ambiguous', /not of type RE/],
    ['one of another contact', [made({ contact: { id: '999' } })], 'ambiguous', /another contact/],
    ['one with another sum', [made({ sumNet: '1000' })], 'ambiguous', /another sum \(1000\)/],
    ['one that is rounded otherwise', [made({ sumNet: '39.19' })], 'found', undefined],
    ['not an older one', [made({ create: '2026-11-19T09:00:00+01:00' })], 'nothing', undefined],
  ])('finds %s', async (_name, rows, kind, message) => {
    const { context } = world(whole, { 'GET Invoice': listOf(...rows) }, facts);
    expect(await step.lookFor?.(context)).toMatchObject({
      kind,
      ...(kind === 'found' && { outcome: { recordId: '99' } }),
      ...(message && { message: expect.stringMatching(message) }),
    });
  });

  it('says so where the filter was ignored and not all are seen', async () => {
    const { context } = world(whole, { 'GET Invoice': { ...listOf(anInvoice()), total: 2000 } }, facts);
    expect(await step.lookFor?.(context)).toMatchObject({
      kind: 'ambiguous',
      message: expect.stringContaining('ignored'),
    });
  });
});
