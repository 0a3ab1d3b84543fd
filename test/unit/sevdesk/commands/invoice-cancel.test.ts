import { describe, expect, it } from 'vitest';
import { OutcomeUnknown } from '../../../../shared/domain/sevdesk-error.ts';
import type { SevdeskRecord } from '../../../../shared/domain/sevdesk-record.ts';
import { invoiceCancelPlan } from '../../../../shared/sevdesk/commands/invoice-cancel.ts';
import { anInvoice } from '../../../support/builders.ts';
import { listOf } from '../../../support/fake-sevdesk.ts';
import { A_TEMPLATE, IS_A_TEMPLATE, NO_INVOICE, NO_SUCH_INVOICE } from '../../../support/no-invoice.ts';
import { callOf, stepContext, stepOf } from '../../../support/step-context.ts';

const data = { invoice: { id: '4711' } };
const step = stepOf(invoiceCancelPlan, 'cancel', data);
const open = anInvoice({ customerInternalNote: 'order-1042' });
const closed = { ...open, status: '1000' };
const cancellation = {
  ...open,
  id: '99',
  invoiceType: 'SR',
  invoiceNumber: 'RE-1018',
  sumNet: '-39.2',
  sumGross: '-46.65',
  origin: { id: '4711', objectName: 'Invoice' },
};
const outcome = {
  resource: 'Invoice',
  recordId: '99',
  details: { originalId: '4711', number: 'RE-1018', net: -39.2, gross: -46.65, currency: 'EUR' },
};

function world(current: SevdeskRecord | Error, list: readonly SevdeskRecord[] = [], facts = {}) {
  const reply = current instanceof Error ? current : listOf(current);
  return stepContext<'invoice.cancel'>(data, {
    replies: { 'GET Invoice/4711': reply, 'GET Invoice': listOf(...list) },
    facts,
  });
}

describe('cancelling an invoice', () => {
  it('is one call, whose answer is the cancellation', async () => {
    const { context, sevdesk } = world(open);
    const { call, read, note } = await callOf(step.prepare(context));
    expect(call).toEqual({ method: 'POST', path: 'Invoice/4711/cancelInvoice' });
    expect(note).toEqual({ resource: 'Invoice', key: '4711' });
    expect(read(cancellation)).toEqual(outcome);
    expect(sevdesk.calls).toHaveLength(1);
  });

  it.each([
    ['the original', open],
    ['the cancellation of another one', { ...cancellation, origin: { id: '5', objectName: 'Invoice' } }],
    ['nothing', null],
  ])('looks again after an answer that is %s', async (_name, objects) => {
    const { read } = await callOf(step.prepare(world(open).context));
    expect(() => read(objects)).toThrow(OutcomeUnknown);
  });

  it('that is cancelled already answers the cancellation that is there', async () => {
    const { context, sevdesk } = world(closed, [cancellation, closed]);
    expect(await step.prepare(context)).toEqual({ kind: 'done', outcome });
    expect(sevdesk.calls[1]).toMatchObject({
      query: { customerInternalNote: 'order-1042', 'contact[id]': '815', showAll: 'true' },
    });
  });

  it('that is paid, and not cancelled, is left to sevdesk to decide', async () => {
    const { context } = world(closed, [closed]);
    expect(await callOf(step.prepare(context))).toMatchObject({ facts: { invoiceId: '4711' } });
  });

  it('that is a draft is refused with what to do instead', async () => {
    const refused = step.prepare(world(anInvoice({ status: '100' })).context);
    await expect(refused).rejects.toMatchObject({
      reason: 'invalid_command',
      message: expect.stringMatching(/invoice\.delete_draft/),
    });
  });
});

describe('no cancellation', () => {
  it.each([
    ['that is not there', NO_INVOICE, NO_SUCH_INVOICE],
    ['that is a template', A_TEMPLATE, IS_A_TEMPLATE],
  ])('of an invoice %s', async (_name, current, refusal) => {
    await expect(step.prepare(world(current).context)).rejects.toMatchObject(refusal);
  });
});

describe('a cancellation without an answer', () => {
  const other = { ...cancellation, id: '98', origin: { id: '5', objectName: 'Invoice' } };
  it.each([
    [
      'is found by its origin, whenever it was made',
      [{ ...cancellation, create: '2020-01-01T00:00:00+01:00' }],
      'found',
    ],
    ['is found without its note', [other, { ...cancellation, customerInternalNote: null }], 'found'],
    ['is not there', [open, other], 'nothing'],
    [
      'is not one that comes from an order of that id',
      [{ ...cancellation, origin: { id: '4711', objectName: 'Order' } }],
      'nothing',
    ],
    ['is there twice', [cancellation, { ...cancellation, id: '100' }], 'ambiguous'],
  ])('%s', async (_name, list, kind) => {
    const { context } = world(closed, list, { invoiceId: '4711' });
    expect(await step.lookFor?.(context)).toMatchObject({ kind });
  });

  it('can not be known where the filter was ignored and the list is not whole', async () => {
    const { context } = stepContext<'invoice.cancel'>(data, {
      replies: { 'GET Invoice/4711': listOf(closed), 'GET Invoice': { objects: [other], total: 5000 } },
      facts: { invoiceId: '4711' },
    });
    expect(await step.lookFor?.(context)).toMatchObject({ kind: 'ambiguous' });
  });

  it('of an invoice that is gone can not be known', async () => {
    const { context } = world(NO_INVOICE, [], { invoiceId: '4711' });
    expect(await step.lookFor?.(context)).toMatchObject({
      kind: 'ambiguous',
      message: expect.stringContaining('any more'),
    });
  });
});
