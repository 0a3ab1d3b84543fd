import { describe, expect, it } from 'vitest';
import type { SevdeskRecord } from '../../../../shared/domain/sevdesk-record.ts';
import { invoiceDeleteDraftPlan } from '../../../../shared/sevdesk/commands/invoice-delete-draft.ts';
import { anInvoice } from '../../../support/builders.ts';
import { listOf } from '../../../support/fake-sevdesk.ts';
import { A_TEMPLATE, IS_A_TEMPLATE, NO_INVOICE, NO_SUCH_INVOICE } from '../../../support/no-invoice.ts';
import { callOf, stepContext, stepOf } from '../../../support/step-context.ts';

const data = { invoice: { id: '4711' } };
const step = stepOf(invoiceDeleteDraftPlan, 'delete', data);
const draft = anInvoice({ status: '100' });
const deleted = { resource: 'Invoice', recordId: '4711' };

function contextOf(current: SevdeskRecord | Error, facts = {}) {
  const reply = current instanceof Error ? current : listOf(current);
  return stepContext<'invoice.delete_draft'>(data, { replies: { 'GET Invoice/4711': reply }, facts }).context;
}

describe('deleting a draft', () => {
  it('is one call', async () => {
    const { call, read, note } = await callOf(step.prepare(contextOf(draft)));
    expect(call).toEqual({ method: 'DELETE', path: 'Invoice/4711' });
    expect(note).toEqual({ resource: 'Invoice', key: '4711' });
    expect(read([null])).toEqual(deleted);
  });

  it.each(['50', '200', '750', '1000'])('refuses status %s and says what is allowed', async (status) => {
    const refused = step.prepare(contextOf({ ...draft, status }));
    const message = expect.stringContaining(`status ${status}; only drafts (status 100)`);
    await expect(refused).rejects.toMatchObject({ reason: 'invalid_command', message });
  });

  it('of an invoice that was never there is refused', async () => {
    await expect(step.prepare(contextOf(NO_INVOICE))).rejects.toMatchObject(NO_SUCH_INVOICE);
  });

  it('leaves templates of recurring invoices alone, which have the status of drafts', async () => {
    await expect(step.prepare(contextOf(A_TEMPLATE))).rejects.toMatchObject(IS_A_TEMPLATE);
  });

  it('is done when it is gone after a call of ours', async () => {
    const prepared = await step.prepare(contextOf(NO_INVOICE, { invoiceId: '4711' }));
    expect(prepared).toEqual({ kind: 'done', outcome: deleted });
  });

  it.each([
    ['found when sevdesk has none any more', NO_INVOICE, 'found'],
    ['not there while the draft is', draft, 'nothing'],
  ])('without an answer is %s', async (_name, current, kind) => {
    expect(await step.lookFor?.(contextOf(current, { invoiceId: '4711' }))).toMatchObject({ kind });
  });
});
