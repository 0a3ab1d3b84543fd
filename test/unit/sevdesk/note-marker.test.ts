import { describe, expect, it } from 'vitest';
import { creditNote } from '../../../shared/sevdesk/credit-note.ts';
import { invoice } from '../../../shared/sevdesk/invoice.ts';
import { order } from '../../../shared/sevdesk/order.ts';

describe.each([
  ['an order', order, { orderType: 'AN' }, 'order.create'],
  ['an invoice', invoice, { invoiceType: 'RE' }, 'invoice.create'],
  ['a credit note', creditNote, { creditNoteType: 'CN', sumGross: '46.65' }, 'credit_note.create'],
] as const)('the marker of %s', (_name, row, fields, type) => {
  const marked = { id: '99', ...fields, customerInternalNote: 'deal-7' };

  it('stands in its field for references, and names the command that may have made it', () => {
    expect(row.marker?.(marked)).toEqual({ type, marker: 'deal-7' });
  });

  it.each([[null], [''], ['n'.repeat(101)], [['deal-7']]])('is none that a command could leave: %j', (note) => {
    expect(row.marker?.({ ...marked, customerInternalNote: note })).toBeUndefined();
  });
});

describe('a document that carries the note of the one it came from', () => {
  it.each([
    ['a confirmation of an estimate', order, { orderType: 'AB', origin: { id: '98', objectName: 'Order' } }],
    ['an invoice of an order', invoice, { invoiceType: 'RE', origin: { id: '98', objectName: 'Order' } }],
    ['the cancellation of an invoice', invoice, { invoiceType: 'SR', origin: { id: '98', objectName: 'Invoice' } }],
    [
      'the cancellation of a credit note',
      creditNote,
      { sumGross: '-46.65', origin: { id: '98', objectName: 'CreditNote' } },
    ],
  ])('was not made by the command: %s', (_name, row, fields) => {
    expect(row.marker?.({ id: '99', customerInternalNote: 'deal-7', ...fields })).toBeUndefined();
  });
});
