import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { commandData } from '../../../../shared/contract/command.ts';
import { CommandRefused } from '../../../../shared/domain/sevdesk-error.ts';
import type { SevdeskRecord } from '../../../../shared/domain/sevdesk-record.ts';
import { invoiceBookPlan } from '../../../../shared/sevdesk/commands/invoice-book.ts';
import { bookStep } from '../../../../shared/sevdesk/commands/payment/book-payment.ts';
import type { PayableDocument } from '../../../../shared/sevdesk/commands/payment/payment.ts';
import { anInvoice } from '../../../support/builders.ts';
import { listOf } from '../../../support/fake-sevdesk.ts';
import { notFound } from '../../../support/listed-sevdesk.ts';
import { NO_INVOICE } from '../../../support/no-invoice.ts';
import { callOf, stepContext, stepOf } from '../../../support/step-context.ts';

const data = { invoice: { id: '4711' }, date: '2026-11-25', account: { id: '12' } };
const offline = { id: '12', objectName: 'CheckAccount', type: 'offline' };
const payment = { recordId: '4711', paidBefore: '0.00', amount: '46.65', isAll: true };

function world(given: object = {}, { invoice = anInvoice(), account = offline, facts }: Partial<World> = {}) {
  const replies = {
    'GET Invoice/4711': invoice instanceof Error ? invoice : listOf(invoice),
    'GET CheckAccount/12': account instanceof Error ? account : listOf(account),
  };
  const booked = { ...data, ...given };
  const isRepeated = facts !== undefined;
  const { context, sevdesk } = stepContext<'invoice.book'>(booked, { replies, facts: facts ?? {}, isRepeated });
  return { context, sevdesk, step: stepOf(invoiceBookPlan, 'book', booked) };
}

interface World {
  readonly invoice: SevdeskRecord | Error;
  readonly account: SevdeskRecord | Error;
  readonly facts: Record<string, unknown>;
}

describe('booking a payment', () => {
  it('pays all that is open, on the Berlin day, with a transaction that sevdesk makes', async () => {
    const { step, context } = world();
    expect(await callOf(step.prepare(context))).toMatchObject({
      call: {
        method: 'PUT',
        path: 'Invoice/4711/bookAmount',
        body: {
          amount: '46.65',
          date: Date.parse('2026-11-25T00:00:00+01:00') / 1000,
          type: 'FULL_PAYMENT',
          checkAccount: { id: '12', objectName: 'CheckAccount' },
        },
      },
      facts: payment,
      note: { resource: 'Invoice', key: '4711' },
    });
  });

  it.each([
    ['a part', { amount: '20' }, {}, { amount: '20.00', type: 'N' }, { booked: 20, open: 26.65 }],
    ['the rest', {}, { paidAmount: 20 }, { amount: '26.65', type: 'FULL_PAYMENT' }, { booked: 26.65, open: 0 }],
    [
      'the rest, told by its amount',
      { amount: '26.65' },
      { paidAmount: '20.00' },
      { amount: '26.65', type: 'FULL_PAYMENT' },
      { booked: 26.65, open: 0 },
    ],
    [
      'what floats blur',
      {},
      { sumGross: '0.3', paidAmount: 0.1 + 0.2 - 0.2 },
      { amount: '0.20', type: 'FULL_PAYMENT' },
      { booked: 0.2, open: 0 },
    ],
    [
      'all again, where floats leave less than nothing of what was taken back',
      {},
      { paidAmount: 46.65 - 46.6 - 0.05 },
      { amount: '46.65', type: 'FULL_PAYMENT' },
      { booked: 46.65, open: 0 },
    ],
  ])('pays %s', async (_name, given, fields, body, details) => {
    const { step, context } = world(given, { invoice: anInvoice({ status: '750', ...fields }) });
    const { call, read } = await callOf(step.prepare(context));
    expect(call).toMatchObject({ body });
    expect(read({ objectName: 'InvoiceLog' })).toEqual({ resource: 'Invoice', recordId: '4711', details });
  });

  it('names the transaction of an online account', async () => {
    const account = { ...offline, type: 'online' };
    const { step, context } = world({ transaction: { externalId: 'bank-1' } }, { account });
    const transaction = { id: 'id-of-bank-1', objectName: 'CheckAccountTransaction' };
    expect(await callOf(step.prepare(context))).toMatchObject({
      call: { body: { checkAccountTransaction: transaction } },
    });
  });
});

describe('a payment that is refused before any write', () => {
  const online = { ...offline, type: 'online' };
  const transaction = { id: '77' };
  it.each<[string, object, Partial<World>, string, RegExp]>([
    [
      'a draft',
      {},
      { invoice: anInvoice({ status: '100' }) },
      'dependency_missing',
      /is a draft, .* open it first, then redrive this one, or send it under a new commandId/,
    ],
    ['one that is not there', {}, { invoice: NO_INVOICE }, 'dependency_missing', /sevdesk has no Invoice 4711/],
    [
      'from an account that is not there',
      {},
      { account: notFound('CheckAccount', '12') },
      'dependency_missing',
      /sevdesk has no CheckAccount 12/,
    ],
    ['a paid one', {}, { invoice: anInvoice({ status: '1000' }) }, 'invalid_command', /paid already, or cancelled/],
    [
      'more than is open',
      { amount: '46.66' },
      {},
      'invalid_command',
      /^data\.amount: 46\.66 is not allowed .* at most .* open: 46\.65/,
    ],
    ['nothing', {}, { invoice: anInvoice({ sumGross: '0' }) }, 'invalid_command', /at most what is open: 0\.00/],
    ['another currency', {}, { invoice: anInvoice({ currency: 'CHF' }) }, 'unsupported', /in CHF.*EUR only/],
    [
      'an online account without transaction',
      {},
      { account: online },
      'invalid_command',
      /^data\.transaction: required/,
    ],
    [
      'an offline account with one',
      { transaction },
      {},
      'invalid_command',
      /^data\.transaction: not allowed, .* type "offline"/,
    ],
    [
      'a register with one',
      { transaction },
      { account: { ...offline, type: 'register' } },
      'invalid_command',
      /type "register"/,
    ],
  ])('%s', async (_name, given, current, reason, message) => {
    const { step, context } = world(given, current);
    const refused = step.prepare(context);
    await expect(refused).rejects.toThrow(CommandRefused);
    await expect(refused).rejects.toMatchObject({ reason, message: expect.stringMatching(message) });
  });

  it.each(['0', '0.00', '-1', '20.005'])('%s is no amount', (amount) => {
    expect(v.is(commandData['invoice.book'], { ...data, amount })).toBe(false);
  });
});

describe('a booking without an answer', () => {
  it.each([
    ['took effect', anInvoice({ status: '1000', paidAmount: 46.65 }), 'found'],
    ['did not', anInvoice(), 'nothing'],
    ['can not be told from another payment', anInvoice({ status: '750', paidAmount: 10 }), 'ambiguous'],
    ['can not be told where the invoice is gone', NO_INVOICE, 'ambiguous'],
  ])('%s', async (_name, invoice, kind) => {
    const { step, context } = world({}, { invoice, facts: payment });
    expect(await step.lookFor?.(context)).toMatchObject({ kind });
  });

  it('is not booked again when it took effect after the looks', async () => {
    const { step, context } = world({}, { invoice: anInvoice({ status: '1000', paidAmount: 46.65 }), facts: payment });
    expect(await step.prepare(context)).toMatchObject({
      kind: 'done',
      outcome: { details: { booked: 46.65, open: 0 } },
    });
  });

  it('says nothing about the next call where it is certain that it had none', async () => {
    const paidSince = anInvoice({ status: '750', paidAmount: 10 });
    const { step, context } = world({}, { invoice: paidSince, facts: payment });
    const certain = { ...context, isRepeated: false };
    expect(await callOf(step.prepare(certain))).toMatchObject({ facts: { paidBefore: '10.00', amount: '36.65' } });
  });

  it('took effect, though floats blur what was paid before', async () => {
    const twice = { recordId: '4711', paidBefore: '0.00', amount: '0.30', isAll: false };
    const { step, context } = world({}, { invoice: anInvoice({ status: '750', paidAmount: 0.1 + 0.2 }), facts: twice });
    expect(await step.lookFor?.(context)).toMatchObject({ kind: 'found' });
    const nothing = world({}, { invoice: anInvoice({ paidAmount: -2.8e-15 }), facts: twice });
    expect(await nothing.step.lookFor?.(nothing.context)).toMatchObject({ kind: 'nothing' });
  });

  it('is not booked again when something else was paid in between', async () => {
    const { step, context } = world({}, { invoice: anInvoice({ status: '750', paidAmount: 10 }), facts: payment });
    await expect(step.prepare(context)).rejects.toMatchObject({ reason: 'ambiguous' });
  });

  it('is booked again when nothing was paid', async () => {
    const { step, context } = world({}, { facts: payment });
    expect(await callOf(step.prepare(context))).toMatchObject({ facts: payment });
  });
});

describe('a document of which money goes out', () => {
  const voucher: PayableDocument = {
    resource: 'Voucher',
    isDraft: ({ status }) => status === '50',
    wireDate: (date) => `${date}T12:00:00+01:00`,
    paysOut: ({ creditDebit }) => creditDebit === 'C',
  };
  const step = bookStep<'voucher.book'>(voucher, {
    path: 'data',
    booking: (booked) => booked,
    recordId: ({ data: booked, recordId }) => recordId('Voucher', booked.voucher),
  });
  const booked = { voucher: { id: '5' }, date: '2026-11-25', account: { id: '12' } };
  const record = { id: '5', status: '100', creditDebit: 'C', sumGross: '11.90', paidAmount: 0, currency: 'EUR' };
  const replies = { 'GET Voucher/5': listOf(record), 'GET CheckAccount/12': listOf(offline) };

  it('is paid with a negative amount, in the form of its own dates', async () => {
    const { context } = stepContext<'voucher.book'>(booked, { replies });
    expect(await callOf(step.prepare(context))).toMatchObject({
      call: { path: 'Voucher/5/bookAmount', body: { amount: '-11.90', date: '2026-11-25T12:00:00+01:00' } },
      note: { resource: 'Voucher', key: '5' },
      facts: { paidBefore: '0.00', amount: '11.90' },
    });
  });
});
