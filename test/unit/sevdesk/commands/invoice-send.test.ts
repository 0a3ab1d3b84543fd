import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type CommandData, commandData } from '../../../../shared/contract/command.ts';
import { OutcomeUnknown } from '../../../../shared/domain/sevdesk-error.ts';
import type { SevdeskRecord } from '../../../../shared/domain/sevdesk-record.ts';
import { invoiceSendPlan } from '../../../../shared/sevdesk/commands/invoice-send.ts';
import { anInvoice } from '../../../support/builders.ts';
import { listOf } from '../../../support/fake-sevdesk.ts';
import { A_TEMPLATE, IS_A_TEMPLATE, NO_INVOICE, NO_SUCH_INVOICE } from '../../../support/no-invoice.ts';
import { callOf, stepContext, stepOf } from '../../../support/step-context.ts';

type Data = CommandData<'invoice.send'>;

const invoice = { id: '4711' };
const email = { to: 'anna@example.com', subject: 'RE-1017', text: 'Hello' };
const draft = anInvoice({ status: '100', invoiceNumber: null, sendType: '0', sendDate: null });
const sent = (fields: Partial<SevdeskRecord> = {}) =>
  anInvoice({ sendType: 'VPDF', sendDate: '2026-11-20T09:30:00+01:00', ...fields });

function world(data: Data, current: SevdeskRecord | Error, facts = {}) {
  const reply = current instanceof Error ? current : listOf(current);
  const { context, sevdesk } = stepContext<'invoice.send'>(data, { replies: { 'GET Invoice/4711': reply }, facts });
  return { context, sevdesk, step: stepOf(invoiceSendPlan, 'send', data) };
}

describe('marking an invoice as sent', () => {
  it.each([
    ['pdf', 'VPDF'],
    ['print', 'VPR'],
    ['post', 'VP'],
    ['mail', 'VM'],
  ] as const)('%s is %s, and no internal draft', async (markedAs, sendType) => {
    const { step, context } = world({ invoice, markedAs }, draft);
    expect(await callOf(step.prepare(context))).toMatchObject({
      call: { method: 'PUT', path: 'Invoice/4711/sendBy', body: { sendType, sendDraft: false } },
      note: { resource: 'Invoice', key: '4711' },
    });
  });

  it('needs no call where it is marked so already', async () => {
    const { step, context } = world({ invoice, markedAs: 'pdf' }, sent());
    expect(await step.prepare(context)).toMatchObject({ kind: 'done', outcome: { details: { number: 'RE-1017' } } });
  });

  it('marks an open invoice anew on another way', async () => {
    const { step, context } = world({ invoice, markedAs: 'post' }, sent());
    expect(await callOf(step.prepare(context))).toMatchObject({ call: { body: { sendType: 'VP' } } });
  });

  it('reads the number out of the answer', async () => {
    const { step, context } = world({ invoice, markedAs: 'pdf' }, draft);
    const { read } = await callOf(step.prepare(context));
    expect(read(sent())).toEqual({
      resource: 'Invoice',
      recordId: '4711',
      details: { number: 'RE-1017', net: 39.2, gross: 46.65, currency: 'EUR' },
    });
  });

  it.each([
    ['a log entry, as documented', { id: '1', objectName: 'InvoiceLog', fromStatus: '100', toStatus: '200' }],
    ['the invoice without its number', draft],
    ['nothing', null],
    ['a word', 'ok'],
  ])('looks again after %s', async (_name, objects) => {
    const { step, context } = world({ invoice, markedAs: 'pdf' }, draft);
    const { read } = await callOf(step.prepare(context));
    expect(() => read(objects)).toThrow(OutcomeUnknown);
  });

  it.each([
    ['found once it is sent so', sent(), 'found'],
    ['nothing while it is a draft', draft, 'nothing'],
    ['nothing while it is sent on another way', sent({ sendType: 'VPR' }), 'nothing'],
    ['unknown when it is gone', NO_INVOICE, 'ambiguous'],
  ])('is %s', async (_name, current, kind) => {
    const { step, context } = world({ invoice, markedAs: 'pdf' }, current, { invoiceId: '4711' });
    expect(await step.lookFor?.(context)).toMatchObject({ kind });
  });

  it('of an invoice that is not there says so', async () => {
    const { step, context } = world({ invoice, markedAs: 'pdf' }, NO_INVOICE);
    await expect(step.prepare(context)).rejects.toMatchObject(NO_SUCH_INVOICE);
  });

  it.each([{ markedAs: 'pdf' as const }, { email }])(
    'leaves templates of recurring invoices alone: %j',
    async (way) => {
      const { step, context } = world({ invoice, ...way }, A_TEMPLATE);
      await expect(step.prepare(context)).rejects.toMatchObject(IS_A_TEMPLATE);
    },
  );
});

describe('an e-mail', () => {
  it('goes out once for each command, also for an invoice that was sent before', async () => {
    const { step, context } = world({ invoice, email }, sent({ sendType: 'VM' }));
    expect(step.once).toMatch(/look into sevdesk/);
    expect(await callOf(step.prepare(context))).toMatchObject({
      call: {
        method: 'POST',
        path: 'Invoice/4711/sendViaEmail',
        body: { toEmail: 'anna@example.com', subject: 'RE-1017', text: 'Hello', copy: false },
      },
      facts: { invoiceId: '4711', sendDate: '2026-11-20T09:30:00+01:00' },
    });
  });

  it('has a subject of one line', () => {
    const subject = 'RE-1017\nBcc: b@example.com';
    const { issues } = v.safeParse(commandData['invoice.send'], { invoice, email: { ...email, subject } });
    expect(issues).toMatchObject([{ path: [{ key: 'email' }, { key: 'subject' }], message: 'no line breaks' }]);
  });

  it('has its copies, and the XML of an e-invoice, where that is asked for', async () => {
    const asked = { ...email, cc: ['b@example.com', 'c@example.com'], bcc: ['d@example.com'], copy: true, xml: true };
    const { step, context } = world({ invoice, email: asked }, draft);
    expect((await callOf(step.prepare(context))).call.body).toEqual({
      toEmail: 'anna@example.com',
      subject: 'RE-1017',
      text: 'Hello',
      copy: true,
      ccEmail: 'b@example.com,c@example.com',
      bccEmail: 'd@example.com',
      sendXml: true,
    });
  });

  it.each([
    ['opened as mailed since', null, sent({ sendType: 'VM' }), 'found'],
    [
      'mailed anew since',
      '2026-11-20T09:30:00+01:00',
      sent({ sendType: 'VM', sendDate: '2026-11-20T09:31:00+01:00' }),
      'found',
    ],
    ['mailed before only', '2026-11-20T09:30:00+01:00', sent({ sendType: 'VM' }), 'nothing'],
    ['sent on another way since', null, sent(), 'nothing'],
    ['still a draft', null, draft, 'nothing'],
    ['gone', null, NO_INVOICE, 'ambiguous'],
  ])('without an answer, of an invoice that is %s: %4$s', async (_name, sendDate, current, kind) => {
    const { step, context } = world({ invoice, email }, current, { invoiceId: '4711', sendDate });
    expect(await step.lookFor?.(context)).toMatchObject({ kind });
  });

  it('is followed by reading the number, since its answer has none', async () => {
    const { context } = world({ invoice, email }, sent());
    const step = stepOf(invoiceSendPlan, 'read_number', { invoice, email });
    expect(await step.prepare(context)).toMatchObject({ kind: 'done', outcome: { details: { number: 'RE-1017' } } });
  });
});
