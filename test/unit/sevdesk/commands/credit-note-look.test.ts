import { describe, expect, it } from 'vitest';
import { creditNoteCreatePlan } from '../../../../shared/sevdesk/commands/credit-note-create.ts';
import { listOf } from '../../../support/fake-sevdesk.ts';
import { stepContext, stepOf } from '../../../support/step-context.ts';

const data = { invoice: { id: '4711' }, date: '2026-11-25' };
const step = stepOf(creditNoteCreatePlan, 'save', data);
const facts = {
  invoiceId: '4711',
  contactId: '815',
  number: 'GU-1006',
  expected: { field: 'sumNet', sum: '39.20', lines: 2 },
};

/** A credit note as sevdesk lists it. */
const ours = (fields = {}) => ({
  id: '99',
  objectName: 'CreditNote',
  create: '2026-11-20T09:00:01+01:00',
  creditNoteNumber: 'GU-1006',
  contact: { id: '815', objectName: 'Contact' },
  refSrcInvoice: { id: '4711', objectName: 'Invoice' },
  currency: 'EUR',
  sumNet: '39.2',
  sumGross: '46.65',
  customerInternalNote: 'order-1042',
  ...fields,
});

describe('looking for a credit note that may exist', () => {
  it.each([
    ['nothing', [], 'nothing', undefined],
    ['the one with the note', [ours()], 'found', undefined],
    ['one whose sum is rounded otherwise', [ours({ sumNet: '39.22' })], 'found', undefined],
    ['another note in a whole list', [ours({ customerInternalNote: 'order-10425' })], 'nothing', undefined],
    ['two', [ours(), ours({ id: '100' })], 'ambiguous', /ids 99, 100/],
    ['one of another contact', [ours({ contact: { id: '9' } })], 'ambiguous', /another contact/],
    ['one for another invoice', [ours({ refSrcInvoice: { id: '1' } })], 'ambiguous', /another invoice/],
    ['one with another sum', [ours({ sumNet: '39.23' })], 'ambiguous', /another sum \(39\.23\)/],
    ['one without a readable sum', [ours({ sumNet: '' })], 'ambiguous', /another sum/],
    ['not an older one', [ours({ create: '2026-11-19T09:00:00+01:00' })], 'nothing', undefined],
  ])('finds %s', async (_name, rows, kind, message) => {
    const replies = { 'GET CreditNote': listOf(...rows) };
    const { context, sevdesk } = stepContext<'credit_note.create'>(data, { replies, facts });
    expect(await step.lookFor?.(context)).toMatchObject({
      kind,
      ...(message && { message: expect.stringMatching(message) }),
    });
    expect(sevdesk.calls).toMatchObject([
      { path: 'CreditNote', query: { customerInternalNote: 'order-1042', 'contact[id]': '815' } },
    ]);
  });

  it('says so where the filter was ignored and not all are seen', async () => {
    const replies = { 'GET CreditNote': { ...listOf(ours({ customerInternalNote: null })), total: 2000 } };
    const { context } = stepContext<'credit_note.create'>(data, { replies, facts });
    expect(await step.lookFor?.(context)).toMatchObject({
      kind: 'ambiguous',
      message: expect.stringContaining('ignored'),
    });
  });

  it('tells number, sums and currency of what it finds, which is linked under its reference', async () => {
    const { context } = stepContext<'credit_note.create'>(data, {
      replies: { 'GET CreditNote': listOf(ours()) },
      facts,
    });
    expect(await step.lookFor?.(context)).toEqual({
      kind: 'found',
      outcome: {
        resource: 'CreditNote',
        recordId: '99',
        details: { number: 'GU-1006', net: 39.2, gross: 46.65, currency: 'EUR' },
      },
    });
    expect(creditNoteCreatePlan).toMatchObject({ claimsMarker: true });
    expect(creditNoteCreatePlan.externalId?.(data, 'return-7')).toEqual({
      resource: 'CreditNote',
      externalId: 'return-7',
    });
  });
});
