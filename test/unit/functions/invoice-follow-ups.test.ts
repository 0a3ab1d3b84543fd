import { describe, expect, it } from 'vitest';
import { OutcomeUnknown, SevdeskThrottled } from '../../../shared/domain/sevdesk-error.ts';
import { anInvoice, anInvoiceCommand, followedBy, invoiceData } from '../../support/builders.ts';
import { commandWorld, SAVE } from '../../support/command-world.ts';
import { listOf, type Replies } from '../../support/fake-sevdesk.ts';

const draft = anInvoice({
  id: '99',
  status: '100',
  invoiceNumber: null,
  sendDate: null,
  sendType: '0',
  sumNet: '200',
  sumTax: '38',
  sumGross: '238',
});
const sent = {
  ...draft,
  status: '200',
  invoiceNumber: 'RE-1017',
  sendDate: '2026-11-20T09:30:00+01:00',
  sendType: 'VPDF',
};
const mailed = { ...sent, sendType: 'VM' };
const paid = { ...sent, status: '1000', paidAmount: 238 };

const SEND = 'PUT Invoice/99/sendBy';
const MAIL = 'POST Invoice/99/sendViaEmail';
const BOOK = 'PUT Invoice/99/bookAmount';
const READ = 'GET Invoice/99';
const answers = {
  [SAVE]: { objects: { invoice: draft } },
  [SEND]: { objects: sent },
  [MAIL]: { objects: { id: '3', objectName: 'Email' } },
  [BOOK]: { objects: { objectName: 'InvoiceLog' } },
  'GET CheckAccount/12': listOf({ id: '12', type: 'offline' }),
};
const lost = new OutcomeUnknown('connection broke');

const book = { date: '2026-11-25', account: { id: '12' } };
const email = { to: 'anna@example.com', subject: 'RE-1017', text: 'Hello' };
const sentAndPaid = anInvoiceCommand({ data: invoiceData(followedBy({ send: { markedAs: 'pdf' }, book })) });
const mailedOnly = anInvoiceCommand({ data: invoiceData(followedBy({ send: { email } })) });

/** Delivers until the command is at its end; answers how often each write was called. */
async function carryOut(command: unknown, replies: Replies) {
  const world = commandWorld({ ...answers, ...replies });
  for (let delivery = 1; delivery <= 10 && world.events.length === 0; delivery += 1) {
    await world.deliver(command);
    world.state.nowMs += 61_000;
  }
  const calls = (key: string) => world.sevdesk.calls.filter(({ method, path }) => `${method} ${path}` === key).length;
  return { ...world, calls };
}

describe('an invoice that is sent and paid at once', () => {
  it('tells its number and what is open', async () => {
    const { events } = await carryOut(sentAndPaid, { [READ]: [listOf(draft), listOf(sent)] });
    const result = { resource: 'Invoice', recordId: '99', number: 'RE-1017', gross: 238, booked: 238, open: 0 };
    expect(events).toMatchObject([{ type: 'command.succeeded', data: { result } }]);
  });

  it.each([
    ['429', new SevdeskThrottled({ status: 429 }, 1), [listOf(draft), listOf(sent)], 2],
    ['a lost answer', lost, [listOf(draft), listOf(sent), listOf(paid)], 1],
    ['a lost call', lost, [listOf(draft), listOf(sent), listOf(sent)], 2],
    [
      'a call that takes effect after the looks',
      lost,
      [...[draft, sent, sent, sent, paid].map((row) => listOf(row))],
      1,
    ],
  ])('is paid once after %s, and neither saved nor sent again', async (_name, error, reads, bookings) => {
    const replies = { [BOOK]: [error, answers[BOOK]], [READ]: reads };
    const { events, calls } = await carryOut(sentAndPaid, replies);
    expect(events).toMatchObject([{ type: 'command.succeeded', data: { result: { booked: 238, open: 0 } } }]);
    expect([calls(SAVE), calls(SEND), calls(BOOK)]).toEqual([1, 1, bookings]);
  });

  it('stays a draft when its sums are not those that were expected', async () => {
    const other = { ...draft, sumTax: '37', sumGross: '237' };
    const replies = { [SAVE]: { objects: { invoice: other } }, [READ]: listOf(other) };
    const { events, calls, letters } = await carryOut(sentAndPaid, replies);
    expect(events).toMatchObject([
      {
        type: 'command.failed',
        data: { reason: 'ambiguous', completed: [{ step: 'save', resource: 'Invoice', recordId: '99' }] },
      },
    ]);
    expect(letters).toMatchObject([{ failure: { message: expect.stringMatching(/redrive/) } }]);
    expect([calls(SAVE), calls(SEND), calls(BOOK)]).toEqual([1, 0, 0]);
  });
});

describe('an invoice that is mailed at once', () => {
  it('tells the number that it was given', async () => {
    const { events } = await carryOut(mailedOnly, { [READ]: [listOf(draft), listOf(mailed)] });
    expect(events).toMatchObject([{ type: 'command.succeeded', data: { result: { number: 'RE-1017' } } }]);
  });

  it('goes out once where sevdesk shows that it did', async () => {
    const replies = { [MAIL]: lost, [READ]: [listOf(draft), listOf(mailed)] };
    const { events, calls } = await carryOut(mailedOnly, replies);
    expect(events).toMatchObject([{ type: 'command.succeeded', data: { result: { number: 'RE-1017' } } }]);
    expect(calls(MAIL)).toBe(1);
  });

  it('is never sent again where it can not be known', async () => {
    const { events, calls } = await carryOut(mailedOnly, { [MAIL]: lost, [READ]: listOf(draft) });
    const message = expect.stringContaining('never sends it twice');
    expect(events).toMatchObject([{ type: 'command.failed', data: { reason: 'ambiguous', message } }]);
    expect(calls(MAIL)).toBe(1);
  });
});
