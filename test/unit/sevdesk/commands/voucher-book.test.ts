import { describe, expect, it } from 'vitest';
import type { SevdeskRecord } from '../../../../shared/domain/sevdesk-record.ts';
import { voucherBookPlan } from '../../../../shared/sevdesk/commands/voucher-book.ts';
import { listOf } from '../../../support/fake-sevdesk.ts';
import { callOf, stepContext, stepOf } from '../../../support/step-context.ts';

const data = { voucher: { externalId: 'RG-17' }, date: '2026-07-25', account: { id: '12' } };
const open: SevdeskRecord = {
  id: 'id-of-RG-17',
  objectName: 'Voucher',
  status: '100',
  creditDebit: 'C',
  currency: 'EUR',
  sumGross: '119',
  paidAmount: 0,
};

function world(voucher: Partial<SevdeskRecord> = {}, { type = 'offline', given = {}, facts = {} } = {}) {
  const booked = { ...data, ...given };
  const replies = {
    'GET Voucher/id-of-RG-17': listOf({ ...open, ...voucher }),
    'GET CheckAccount/12': listOf({ id: '12', objectName: 'CheckAccount', type }),
  };
  const { context } = stepContext<'voucher.book'>(booked, { replies, facts });
  return { context, step: stepOf(voucherBookPlan, 'book', booked) };
}

describe('paying a voucher', () => {
  it('tells an expense with a negative amount and a date-time, and leaves a note for the poller', async () => {
    const { context, step } = world();
    const { call, note, read } = await callOf(step.prepare(context));
    expect(call).toEqual({
      method: 'PUT',
      path: 'Voucher/id-of-RG-17/bookAmount',
      body: {
        amount: '-119.00',
        date: '2026-07-25T12:00:00+02:00',
        type: 'FULL_PAYMENT',
        checkAccount: { id: '12', objectName: 'CheckAccount' },
      },
    });
    expect(note).toEqual({ resource: 'Voucher', key: 'id-of-RG-17' });
    const details = { booked: 119, open: 0 };
    expect(read({ id: '1', objectName: 'VoucherLog' })).toEqual({
      resource: 'Voucher',
      recordId: 'id-of-RG-17',
      details,
    });
  });

  it.each([
    ['revenue', { creditDebit: 'D' }, {}, { amount: '119.00', type: 'FULL_PAYMENT' }],
    ['a part', {}, { amount: '19' }, { amount: '-19.00', type: 'N' }],
    ['the rest', { status: '750', paidAmount: 19 }, {}, { amount: '-100.00', type: 'FULL_PAYMENT' }],
    ['one that was transferred', { status: '150' }, {}, { amount: '-119.00' }],
  ])('tells %s with the right sign', async (_name, voucher, given, body) => {
    const { context, step } = world(voucher, { given });
    expect((await callOf(step.prepare(context))).call.body).toMatchObject(body);
  });

  it('names the transaction of an online account', async () => {
    const { context, step } = world({}, { type: 'online', given: { transaction: { id: '5' } } });
    const checkAccountTransaction = { id: '5', objectName: 'CheckAccountTransaction' };
    expect((await callOf(step.prepare(context))).call.body).toMatchObject({ checkAccountTransaction });
  });

  it.each([
    ['a draft', { status: '50' }, {}, 'dependency_missing', /open it first/],
    ['a paid one', { status: '1000' }, {}, 'invalid_command', /paid already/],
    [
      'more than is open',
      {},
      { given: { amount: '119.01' } },
      'invalid_command',
      /^data\.amount: .* at most what is open: 119\.00/,
    ],
    ['an online account without a transaction', {}, { type: 'online' }, 'invalid_command', /transaction: required/],
    [
      'a transaction where sevdesk makes it',
      {},
      { given: { transaction: { id: '5' } } },
      'invalid_command',
      /transaction: not allowed/,
    ],
  ])('refuses %s', async (_name, voucher, options, reason, message) => {
    const { context, step } = world(voucher, options);
    await expect(step.prepare(context)).rejects.toMatchObject({ reason, message: expect.stringMatching(message) });
  });

  it.each([
    ['did', { paidAmount: 119 }, 'found'],
    ['did not', {}, 'nothing'],
    ['was crossed by another', { paidAmount: 50 }, 'ambiguous'],
  ])('knows by what is paid whether a call without an answer took effect: it %s', async (_name, voucher, kind) => {
    const facts = { recordId: open.id, paidBefore: '0.00', amount: '119.00', isAll: true };
    const { context, step } = world(voucher, { facts });
    expect(await step.lookFor?.(context)).toMatchObject({ kind });
  });
});
