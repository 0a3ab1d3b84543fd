import { describe, expect, it } from 'vitest';
import { judgeRows } from '../../../../shared/sevdesk/commands/record/find-marked.ts';
import { soughtVoucher } from '../../../../shared/sevdesk/commands/voucher-create.ts';
import { voucher } from '../../../../shared/sevdesk/voucher.ts';
import { FIRST_ATTEMPT_MS } from '../../../support/step-context.ts';
import { expense, type VoucherData } from '../../../support/voucher-world.ts';

describe('looking for a voucher that may exist', () => {
  const facts = { supplierId: '815' };
  const ours = {
    id: '99',
    objectName: 'Voucher',
    create: '2026-11-20T09:00:05+01:00',
    description: 'RG-17 [order-1042]',
    creditDebit: 'C',
    supplier: { id: '815', objectName: 'Contact' },
    supplierName: 'Papier GmbH',
    sumNet: '10',
    sumGross: '11.9',
  };
  const soughtBy = (data: VoucherData) =>
    soughtVoucher({
      data,
      marker: 'order-1042',
      facts: data.supplier ? facts : {},
      firstAttemptAtMs: FIRST_ATTEMPT_MS,
    });
  const sought = soughtBy(expense);

  it('asks for the marker, which the poller finds as well', () => {
    expect(sought).toMatchObject({ path: 'Voucher', query: { descriptionLike: '[order-1042]' } });
    expect(voucher.marker?.(ours)).toEqual({ type: 'voucher.create', marker: 'order-1042' });
  });

  it.each([
    ['nothing', [], 'nothing', undefined],
    ['the one with the marker', [ours], 'found', undefined],
    ['it with blanks that somebody added', [{ ...ours, description: ' RG-17  [order-1042] ' }], 'found', undefined],
    ['two with the marker', [ours, { ...ours, id: '5' }], 'ambiguous', /ids 99, 5/],
    [
      'another marker, so the filter was ignored',
      [{ ...ours, description: 'x [order-1042] y' }],
      'ambiguous',
      /ignored the filter/,
    ],
    ['one of another supplier', [{ ...ours, supplier: { id: '9' } }], 'ambiguous', /another supplier/],
    ['revenue', [{ ...ours, creditDebit: 'D' }], 'ambiguous', /is no expense/],
    ['one with another sum', [{ ...ours, sumGross: '11.92' }], 'ambiguous', /another sum/],
    ['not an older one', [{ ...ours, create: '2026-11-19T09:00:00+01:00' }], 'nothing', undefined],
  ])('finds %s', (_name, rows, kind, message) => {
    const finding = judgeRows(rows, sought, false);
    expect(finding.kind).toBe(kind);
    if (message) expect(finding).toMatchObject({ message: expect.stringMatching(message) });
  });

  it.each([
    ['the same name', 'Papier  GmbH', 'found'],
    ['another name', 'Papier AG', 'ambiguous'],
  ])('compares a supplier without a contact by its name: %s', (_name, supplierName, kind) => {
    const byName = soughtBy({ ...expense, supplier: undefined, supplierName: 'Papier GmbH' });
    expect(judgeRows([{ ...ours, supplierName }], byName, false).kind).toBe(kind);
  });

  it('compares net sums of a voucher in net amounts', () => {
    const net = soughtBy({
      ...expense,
      amounts: 'net',
      positions: [{ ...expense.positions[0], amount: '10' } as never],
    });
    expect(judgeRows([{ ...ours, sumGross: '11.91' }], net, false).kind).toBe('found');
    expect(judgeRows([{ ...ours, sumNet: '10.02' }], net, false).kind).toBe('ambiguous');
  });
});
