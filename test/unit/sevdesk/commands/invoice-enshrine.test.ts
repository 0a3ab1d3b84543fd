import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { commandData } from '../../../../shared/contract/command.ts';
import type { SevdeskRecord } from '../../../../shared/domain/sevdesk-record.ts';
import { invoiceEnshrinePlan } from '../../../../shared/sevdesk/commands/invoice-enshrine.ts';
import { anInvoice } from '../../../support/builders.ts';
import { listOf } from '../../../support/fake-sevdesk.ts';
import { A_TEMPLATE, IS_A_TEMPLATE, NO_INVOICE, NO_SUCH_INVOICE } from '../../../support/no-invoice.ts';
import { callOf, stepContext, stepOf } from '../../../support/step-context.ts';

const data = { invoice: { id: '4711' }, irreversible: true } as const;
const step = stepOf(invoiceEnshrinePlan, 'enshrine', data);
const open = anInvoice({ enshrined: null });
const enshrined = anInvoice({ enshrined: '2026-11-20T09:00:00+01:00' });

function contextOf(current: SevdeskRecord | Error, facts = {}) {
  const reply = current instanceof Error ? current : listOf(current);
  return stepContext<'invoice.enshrine'>(data, { replies: { 'GET Invoice/4711': reply }, facts }).context;
}

describe('enshrining an invoice', () => {
  it('is one call', async () => {
    const { call, read, note } = await callOf(step.prepare(contextOf(open)));
    expect(call).toEqual({ method: 'PUT', path: 'Invoice/4711/enshrine' });
    expect(note).toEqual({ resource: 'Invoice', key: '4711' });
    expect(read(null)).toMatchObject({ resource: 'Invoice', recordId: '4711', details: { number: 'RE-1017' } });
  });

  it('needs no call where it is so already', async () => {
    expect(await step.prepare(contextOf(enshrined))).toMatchObject({ kind: 'done', outcome: { recordId: '4711' } });
  });

  it('refuses a draft', async () => {
    const refused = step.prepare(contextOf({ ...open, status: '100' }));
    await expect(refused).rejects.toMatchObject({
      reason: 'dependency_missing',
      message: expect.stringMatching(/draft.*then redrive this one, or send it under a new commandId/),
      retryable: true,
    });
  });

  it('refuses what is not there, and what is a template', async () => {
    await expect(step.prepare(contextOf(NO_INVOICE))).rejects.toMatchObject(NO_SUCH_INVOICE);
    await expect(step.prepare(contextOf(A_TEMPLATE))).rejects.toMatchObject(IS_A_TEMPLATE);
  });

  it('must be said to be irreversible', () => {
    expect(v.is(commandData['invoice.enshrine'], { invoice: { id: '1' } })).toBe(false);
  });

  it.each([
    ['found', enshrined, 'found'],
    ['not there', open, 'nothing'],
    ['not known where the invoice is gone', NO_INVOICE, 'ambiguous'],
  ])('is %s without an answer', async (_name, current, kind) => {
    expect(await step.lookFor?.(contextOf(current, { invoiceId: '4711' }))).toMatchObject({ kind });
  });
});
