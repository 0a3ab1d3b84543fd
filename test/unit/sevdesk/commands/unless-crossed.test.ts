import { describe, expect, it } from 'vitest';
import type { StepContext } from '../../../../shared/sevdesk/commands/command-plan.ts';
import { contactUpsertPlan } from '../../../../shared/sevdesk/commands/contact-upsert.ts';
import { invoiceBookPlan } from '../../../../shared/sevdesk/commands/invoice-book.ts';
import { invoiceCreatePlan } from '../../../../shared/sevdesk/commands/invoice-create.ts';
import { invoiceSendPlan } from '../../../../shared/sevdesk/commands/invoice-send.ts';
import { aContact, anInvoice } from '../../../support/builders.ts';
import { listOf } from '../../../support/fake-sevdesk.ts';
import { stepContext, stepOf } from '../../../support/step-context.ts';

const origin = { id: '31', objectName: 'Order' };
const paid = { recordId: '4711', paidBefore: '0.00', amount: '46.65', isAll: true };
const booking = { invoice: { id: '4711' }, date: '2026-11-25', account: { id: '12' } };
const mail = { invoice: { id: '4711' }, email: { to: 'anna@example.com', subject: 'RE', text: 'Hello' } };

/** Looks whose find does not say who caused it, and the note that does. */
const LOOKS = {
  'an e-mail': {
    step: stepOf(invoiceSendPlan, 'send', mail),
    data: mail,
    facts: { invoiceId: '4711', sendDate: null },
    replies: { 'GET Invoice/4711': listOf(anInvoice({ sendType: 'VM', sendDate: '2026-11-20T09:30:00+01:00' })) },
    note: { resource: 'Invoice', key: '4711' },
  },
  'a payment': {
    step: stepOf(invoiceBookPlan, 'book', booking),
    data: booking,
    facts: paid,
    replies: { 'GET Invoice/4711': listOf(anInvoice({ status: '1000', paidAmount: 46.65 })) },
    note: { resource: 'Invoice', key: '4711' },
  },
  'an invoice from an order': {
    step: stepOf(invoiceCreatePlan, 'save', { fromOrder: { order: { id: '31' } } }),
    data: { fromOrder: { order: { id: '31' } } },
    facts: { orderId: '31', contactId: '815', earlier: [] },
    replies: { 'GET Invoice': listOf(anInvoice({ origin })) },
    note: { resource: 'Invoice', key: 'origin:Order:31' },
  },
  'a contact': {
    step: stepOf(contactUpsertPlan, 'contact', { name: 'Bäckerei Morgenrot GmbH' }),
    data: { name: 'Bäckerei Morgenrot GmbH' },
    facts: { customerNumber: '1007' },
    replies: { 'GET Contact': listOf(aContact({ customerNumber: '1007', create: undefined })) },
    note: { resource: 'Contact', key: 'number:1007' },
  },
} as const;

type Look = keyof typeof LOOKS;

/** The step that looked once already, with the last note on the record. */
function repeated(look: Look, last: string | undefined) {
  const { step, data, facts, replies } = LOOKS[look];
  const asked: unknown[] = [];
  const lastNote: StepContext['lastNote'] = async (note) => {
    asked.push(note);
    return last === undefined ? undefined : { commandId: last, at: 0 };
  };
  const { context } = stepContext(data as never, { facts, replies, lastNote, isRepeated: true });
  return { asked, find: () => step.lookFor?.(context as never), prepare: () => step.prepare(context as never) };
}

describe.each(Object.keys(LOOKS) as Look[])('the effect of a call without an answer: %s', (look) => {
  it.each(['c-1', undefined])('is ours where the last note is: %s', async (last) => {
    const { find, asked } = repeated(look, last);
    expect(await find()).toMatchObject({ kind: 'found' });
    expect(asked).toEqual([LOOKS[look].note]);
  });

  it('may be that of another command which was about to write there since', async () => {
    const message = expect.stringContaining('the command "c-2" was about to write there since');
    expect(await repeated(look, 'c-2').find()).toMatchObject({ kind: 'ambiguous', message });
  });
});

it.each(['a payment', 'an invoice from an order', 'a contact'] as const)(
  '%s is not called for again then',
  async (look) => {
    await expect(repeated(look, 'c-2').prepare()).rejects.toMatchObject({ reason: 'ambiguous' });
  },
);

describe('an invoice that is not marked as it should be, after a call without an answer', () => {
  const marked = { invoice: { id: '4711' }, markedAs: 'pdf' as const };
  const replies = { 'GET Invoice/4711': listOf(anInvoice({ sendType: 'VM' })) };
  const look = (last: string | undefined) => {
    const lastNote: StepContext['lastNote'] = async () => (last === undefined ? undefined : { commandId: last, at: 0 });
    const { context } = stepContext<'invoice.send'>(marked, {
      facts: { invoiceId: '4711' },
      replies,
      lastNote,
      isRepeated: true,
    });
    return stepOf(invoiceSendPlan, 'send', marked).lookFor?.(context);
  };

  it.each(['c-1', undefined])('is marked again where the last note is: %s', async (last) => {
    expect(await look(last)).toEqual({ kind: 'nothing' });
  });

  it('may have been marked before another command sent it', async () => {
    const message = expect.stringContaining('the command "c-2" was about to write there since');
    expect(await look('c-2')).toMatchObject({ kind: 'ambiguous', message });
  });
});
