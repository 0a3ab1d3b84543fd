import { describe, expect, it } from 'vitest';
import { detectChange, needsLook, snapshotOf } from '../../../shared/domain/change.ts';
import type { SevdeskRecord } from '../../../shared/domain/sevdesk-record.ts';
import { invoice } from '../../../shared/sevdesk/invoice.ts';
import { anInvoice } from '../../support/builders.ts';

const position = (fields: Partial<SevdeskRecord> = {}): SevdeskRecord => ({ id: '1', name: 'Consulting', ...fields });

describe('the difference between a snapshot and a record', () => {
  it('is a creation with sequence 1 for a record that was never seen', () => {
    const change = detectChange(invoice, undefined, { record: anInvoice() });
    expect(change).toMatchObject({ kind: 'created', sequence: 1, changed: [] });
  });

  it('names the fields that changed and counts on from the last change', () => {
    const before = { ...snapshotOf(invoice, { record: anInvoice() }), sequence: 16 };
    const after = anInvoice({ status: '1000', paidAmount: 46.65, update: '2026-11-20T10:00:00+01:00' });
    const change = detectChange(invoice, before, { record: after });
    expect(change).toMatchObject({ kind: 'updated', sequence: 17, changed: ['paidAmount', 'status'] });
  });

  it.each([
    ['a moved update alone', anInvoice({ update: '2026-11-20T10:00:00+01:00' })],
    ['another type for the same value', anInvoice({ paidAmount: '0' })],
    ['null for an absent field', anInvoice({ origin: null })],
  ])('is none for %s', (_name, after) => {
    const before = snapshotOf(invoice, { record: anInvoice() });
    expect(detectChange(invoice, before, { record: after })).toBeUndefined();
  });

  it('sees a change back to the old content as a change', () => {
    const first = snapshotOf(invoice, { record: anInvoice({ header: 'A' }) });
    const second = detectChange(invoice, first, { record: anInvoice({ header: 'B' }) });
    const third = detectChange(invoice, second?.next, { record: anInvoice({ header: 'A' }) });
    expect([second?.sequence, third?.sequence]).toEqual([1, 2]);
  });

  it.each([
    ['positions that were not known before are no change', undefined, [position()], undefined],
    ['positions that are not fetched now are no change', [position()], undefined, undefined],
    ['a changed position is one', [position()], [position({ name: 'Other' })], ['positions']],
    [
      'a position in another order is none',
      [position(), position({ id: '2' })],
      [position({ id: '2' }), position()],
      undefined,
    ],
    [
      'ids that are no numbers, in another order, are none',
      ['a', 'b', 'c'].map((id) => position({ id })),
      ['c', 'a', 'b'].map((id) => position({ id })),
      undefined,
    ],
    ['a moved update of a position is none', [position()], [position({ update: 'later' })], undefined],
  ])('%s', (_name, before, after, changed) => {
    const previous = snapshotOf(invoice, { record: anInvoice(), positions: before });
    expect(detectChange(invoice, previous, { record: anInvoice(), positions: after })?.changed).toEqual(changed);
  });

  it('keeps known positions when they are not fetched again', () => {
    const previous = snapshotOf(invoice, { record: anInvoice(), positions: [position()] });
    expect(snapshotOf(invoice, { record: anInvoice() }, previous).positions).toEqual([position()]);
  });
});

describe('a closer look', () => {
  const previous = snapshotOf(invoice, { record: anInvoice() });
  it.each([
    ['a new record', anInvoice(), undefined, true],
    ['the same record', anInvoice(), previous, false],
    ['a moved update', anInvoice({ update: '2026-11-20T10:00:00+01:00' }), previous, true],
    ['other content within the same second', anInvoice({ header: 'new' }), previous, true],
  ])('at %s', (_name, record, before, expected) => {
    expect(needsLook(invoice, record, before)).toBe(expected);
  });
});
