import { describe, expect, it } from 'vitest';
import type { CommandData } from '../../../../shared/contract/command.ts';
import type { SevdeskRecord } from '../../../../shared/domain/sevdesk-record.ts';
import { invoiceCreatePlan } from '../../../../shared/sevdesk/commands/invoice-create.ts';
import { followedBy, invoiceData } from '../../../support/builders.ts';
import { listOf } from '../../../support/fake-sevdesk.ts';
import { notFound } from '../../../support/listed-sevdesk.ts';
import { stepContext, stepOf } from '../../../support/step-context.ts';

type Data = CommandData<'invoice.create'>;
type Booking = NonNullable<NonNullable<Data['then']>['book']>;

const offline = { id: '12', type: 'offline' };
const online = { id: '12', type: 'online' };
const ofTheBank = { id: '77', checkAccount: { id: '12', objectName: 'CheckAccount' } };
const order = { id: '31', contact: { id: '815' }, currency: 'EUR' };

/** The first step of an invoice that is to be sent and paid: 238 EUR, or what an order comes to. */
function prepare(book: Partial<Booking>, sevdesk: Partial<Sevdesk> = {}, given: Partial<Data> = {}) {
  const { account = offline, transaction = ofTheBank, currency = 'EUR' } = sevdesk;
  const followUps = {
    send: { markedAs: 'pdf' },
    book: { date: '2026-11-25', account: { id: '12' }, ...book },
  } as const;
  const data: Data = { ...(given.fromOrder ? {} : invoiceData()), ...given, ...followedBy(followUps) };
  const { context } = stepContext<'invoice.create'>(data, {
    replies: {
      'GET CheckAccount/12': account instanceof Error ? account : listOf(account),
      'GET CheckAccountTransaction/77': transaction instanceof Error ? transaction : listOf(transaction),
      'GET Order/31': listOf({ ...order, currency }),
      'GET Invoice': listOf(),
    },
  });
  return stepOf(invoiceCreatePlan, 'save', data).prepare(context);
}

interface Sevdesk {
  readonly account: SevdeskRecord | Error;
  readonly transaction: SevdeskRecord | Error;
  readonly currency: string;
}

const fromOrder = { order: { id: '31' } };
const bank = { transaction: { id: '77' } };

describe('an invoice that is to be paid at once', () => {
  it.each<[string, Partial<Booking>, Partial<Sevdesk>, Partial<Data>]>([
    ['on an account without transactions', {}, {}, {}],
    ['with a transaction of the bank', bank, { account: online }, {}],
    ['in part', { amount: '38' }, {}, {}],
    ['but for the cent that sevdesk may round otherwise', { amount: '238.01' }, {}, {}],
    ['of an order', bank, { account: online }, { fromOrder }],
  ])('is made: %s', async (_name, book, sevdesk, given) => {
    expect(await prepare(book, sevdesk, given)).toMatchObject({ kind: 'call' });
  });

  it.each<[string, Partial<Booking>, Partial<Sevdesk>, string, RegExp]>([
    [
      'from an account that is not there',
      {},
      { account: notFound('CheckAccount', '12') },
      'dependency_missing',
      /CheckAccount 12/,
    ],
    [
      'online without a transaction',
      {},
      { account: online },
      'invalid_command',
      /^data\.then\.book\.transaction: required/,
    ],
    ['offline with one', bank, {}, 'invalid_command', /^data\.then\.book\.transaction: not allowed/],
    [
      'with a transaction that is not there',
      bank,
      { account: online, transaction: notFound('CheckAccountTransaction', '77') },
      'dependency_missing',
      /no CheckAccountTransaction 77/,
    ],
    [
      'with a transaction that is deleted',
      bank,
      { account: online, transaction: { ...ofTheBank, deletedAt: '2026-11-20T09:00:00+01:00' } },
      'dependency_missing',
      /no CheckAccountTransaction 77/,
    ],
    [
      'with a transaction of another account',
      bank,
      { account: online, transaction: { ...ofTheBank, checkAccount: { id: '13' } } },
      'invalid_command',
      /^data\.then\.book\.transaction: CheckAccountTransaction 77 is one of CheckAccount 13, and not of 12/,
    ],
  ])('is not made: %s', async (_name, book, sevdesk, reason, message) => {
    for (const given of [{}, { fromOrder }]) {
      const refusal = { reason, message: expect.stringMatching(message) };
      await expect(prepare(book, sevdesk, given)).rejects.toMatchObject(refusal);
    }
  });

  it.each<[string, Partial<Booking>, Partial<Data>, string, RegExp]>([
    [
      'another currency',
      {},
      { currency: 'CHF' },
      'unsupported',
      /^data\.then\.book: not allowed for an invoice in CHF/,
    ],
    ['too high a sum', { amount: '238.02' }, {}, 'invalid_command', /^data\.then\.book\.amount: .* comes to: 238\.00/],
    [
      'nothing to pay',
      {},
      { positions: [{ name: 'Gift', quantity: '1', price: '0', taxRate: '19' }] },
      'invalid_command',
      /^data\.then\.book: not allowed for an invoice that comes to 0\.00/,
    ],
  ])('is not made with %s', async (_name, book, given, reason, message) => {
    await expect(prepare(book, {}, given)).rejects.toMatchObject({ reason, message: expect.stringMatching(message) });
  });

  it('is not made of an order in another currency', async () => {
    const refused = prepare({}, { currency: 'CHF' }, { fromOrder });
    await expect(refused).rejects.toMatchObject({ reason: 'unsupported', message: expect.stringContaining('in CHF') });
  });
});
