import { describe, expect, it } from 'vitest';
import type { Resource } from '../../../shared/domain/resource.ts';
import type { SevdeskRecord } from '../../../shared/domain/sevdesk-record.ts';
import { creditNote } from '../../../shared/sevdesk/credit-note.ts';
import { invoice } from '../../../shared/sevdesk/invoice.ts';
import { order } from '../../../shared/sevdesk/order.ts';
import { voucher } from '../../../shared/sevdesk/voucher.ts';

type Fields = Readonly<Record<string, unknown>>;

function meant(row: Resource, before: Fields | undefined, after: Fields): string[] {
  const record = (fields: Fields): SevdeskRecord => ({ id: '1', sumGross: '100', ...fields });
  const previous = before && record(before);
  const types = row.meanings.filter(({ applies }) => applies(previous, record(after))).map(({ type }) => type);
  return types.map((type) => type.slice(row.prefix.length + 1));
}

const draft = { status: '100', paidAmount: 0, enshrined: null };
const open = { status: '200', paidAmount: 0 };
const partly = { status: '750', paidAmount: 40 };
const paid = { status: '1000', paidAmount: 100 };
const closed = { status: '1000', paidAmount: 0 };
const cancelled = { ...closed, cancelledBy: { id: '9', objectName: 'Invoice' } };
const sr = { ...closed, invoiceType: 'SR', sumGross: '-100', origin: { id: '1', objectName: 'Invoice' } };
const wkr = { status: '100', paidAmount: 0, invoiceType: 'WKR' };

describe('what a change of an invoice means', () => {
  it.each<readonly [string, Fields | undefined, Fields, readonly string[]]>([
    ['a new draft', undefined, draft, []],
    ['an invoice that is open when first seen', undefined, open, ['sent']],
    ['one that was sent and paid between two polls', undefined, paid, ['sent', 'paid']],
    ['one that was sent and cancelled between two polls', undefined, cancelled, ['sent', 'cancelled']],
    ['a draft that was sent', draft, open, ['sent']],
    ['a draft that was paid in part', draft, partly, ['sent', 'partially_paid']],
    ['a draft that was paid', draft, paid, ['sent', 'paid']],
    ['an edit', open, { ...open, header: 'x' }, []],
    ['a part payment', open, partly, ['partially_paid']],
    ['another part payment', partly, { ...partly, paidAmount: 60 }, ['partially_paid']],
    ['a part payment in another notation', partly, { ...partly, paidAmount: '40.00' }, []],
    ['a payment', open, paid, ['paid']],
    ['the rest of a payment', partly, paid, ['paid']],
    ['a corrected amount of a paid one', paid, { ...paid, paidAmount: 99 }, []],
    ['a payment taken back', paid, open, ['reopened']],
    ['a part payment taken back', partly, open, ['reopened']],
    ['a part of a payment taken back', paid, partly, ['reopened', 'partially_paid']],
    ['a way back to draft', open, draft, []],
    ['a free invoice', open, { ...closed, sumGross: '0' }, ['paid']],
    ['a free invoice, cancelled', open, { ...cancelled, sumGross: '0' }, ['cancelled']],
    ['status 1000 without a payment', open, closed, []],
    ['its cancellation, seen later', closed, cancelled, ['cancelled']],
    ['its payment, seen later', closed, paid, ['paid']],
    ['a cancellation', open, cancelled, ['cancelled']],
    ['a cancellation of a paid one', paid, { ...paid, cancelledBy: cancelled.cancelledBy }, ['cancelled']],
    ['a cancelled one, edited', cancelled, { ...cancelled, header: 'x' }, []],
    ['a cancellation invoice (SR)', undefined, { ...sr, enshrined: '2026-11-20T09:14:03+01:00' }, []],
    ['a recurring template', undefined, wkr, []],
    ['a recurring template, deactivated', wkr, { ...wkr, status: '50' }, []],
    ['a status that is not documented', draft, { ...open, status: '500' }, ['sent']],
    ['a way back from it', { ...open, status: '500' }, open, []],
    ['enshrining', open, { ...open, enshrined: '2026-11-20T09:14:03+01:00' }, ['enshrined']],
    ['another date of enshrining', { ...open, enshrined: '2026-11-20' }, { ...open, enshrined: '2026-11-21' }, []],
    ['sending, which enshrines', draft, { ...open, enshrined: '2026-11-20' }, ['sent', 'enshrined']],
  ])('%s', (_name, before, after, expected) => {
    expect(meant(invoice, before, after)).toEqual(expected);
  });
});

describe('what a change of a credit note means', () => {
  const settled = { status: '1000', payDate: '2026-11-19T12:00:00+01:00' };
  const reversal = { status: '1000', sumGross: '-100', origin: { id: '1', objectName: 'CreditNote' } };
  it.each<readonly [string, Fields | undefined, Fields, readonly string[]]>([
    ['sent and paid between two polls', undefined, settled, ['sent', 'paid']],
    ['paid, which only its date shows', { status: '200' }, settled, ['paid']],
    ['paid in part', { status: '200' }, { status: '750' }, ['partially_paid']],
    ['status 1000 without any payment', { status: '200' }, { status: '1000', payDate: null }, []],
    ['made from an invoice', undefined, { status: '200', origin: { id: '7', objectName: 'Invoice' } }, ['sent']],
    ['cancelled', settled, { ...settled, cancelledBy: { id: '9', objectName: 'CreditNote' } }, ['cancelled']],
    ['a cancellation', undefined, reversal, []],
  ])('%s', (_name, before, after, expected) => {
    expect(meant(creditNote, before, after)).toEqual(expected);
  });
});

describe('what a change of a voucher means', () => {
  const draftVoucher = { status: '50', paidAmount: 0 };
  const unpaid = { status: '100', paidAmount: 0 };
  const transferred = { status: '150', paidAmount: 0 };
  it.each<readonly [string, Fields | undefined, Fields, readonly string[]]>([
    ['a draft', undefined, draftVoucher, []],
    ['completed', draftVoucher, unpaid, ['opened']],
    ['completed and paid between two polls', draftVoucher, paid, ['opened', 'paid']],
    ['transferred', unpaid, transferred, []],
    ['transferred when first seen', undefined, transferred, ['opened']],
    ['paid after the transfer', transferred, { ...paid, paidAmount: -100 }, ['paid']],
    ['a recurring template', undefined, { ...unpaid, voucherType: 'RV' }, []],
    ['cancelled', unpaid, { ...unpaid, cancelledBy: { id: '9', objectName: 'Voucher' } }, ['cancelled']],
    ['a cancellation', undefined, { ...paid, sumGross: '-100', origin: { id: '1', objectName: 'Voucher' } }, []],
  ])('%s', (_name, before, after, expected) => {
    expect(meant(voucher, before, after)).toEqual(expected);
  });
});

describe('what a change of an order means', () => {
  it.each<readonly [string | undefined, string, readonly string[]]>([
    [undefined, '100', []],
    [undefined, '200', ['sent']],
    [undefined, '500', ['sent', 'accepted']],
    ['100', '200', ['sent']],
    ['200', '500', ['accepted']],
    ['200', '300', ['rejected']],
    ['500', '750', ['invoiced']],
    ['500', '1000', ['invoiced']],
    ['750', '1000', []],
    ['1000', '750', []],
    ['500', '200', []],
    ['200', '100', []],
    ['100', '400', ['sent']],
    ['400', '200', []],
  ])('from %s to %s', (before, after, expected) => {
    expect(meant(order, before === undefined ? undefined : { status: before }, { status: after })).toEqual(expected);
  });
});

describe('what makes a meaning, and nothing else, enters its id', () => {
  it.each([
    [invoice, 'sent'],
    [creditNote, 'sent'],
    [voucher, 'opened'],
  ])('for %o', (row, first) => {
    expect(Object.fromEntries(row.meanings.map(({ type, fields }) => [type, fields]))).toEqual({
      [`${row.prefix}.${first}`]: ['status'],
      [`${row.prefix}.reopened`]: ['status'],
      [`${row.prefix}.partially_paid`]: ['status', 'paidAmount'],
      [`${row.prefix}.paid`]: ['status'],
      [`${row.prefix}.cancelled`]: ['cancelledBy'],
      [`${row.prefix}.enshrined`]: ['enshrined'],
    });
  });
});

describe('the day on which a document is due', () => {
  const dated = { invoiceDate: '2026-11-20T00:00:00+01:00', timeToPay: '14' };
  it.each<readonly [string, Resource, Fields, string | undefined]>([
    ['an open invoice', invoice, { ...open, ...dated }, '2026-12-04'],
    ['an invoice in part paid', invoice, { ...partly, ...dated }, '2026-12-04'],
    [
      'over the end of summer time',
      invoice,
      { ...open, invoiceDate: '2026-10-24T00:00:00+02:00', timeToPay: '2' },
      '2026-10-26',
    ],
    ['a draft', invoice, { ...draft, ...dated }, undefined],
    ['a paid one', invoice, { ...paid, ...dated }, undefined],
    ['a cancelled one', invoice, { ...open, ...dated, cancelledBy: { id: '9' } }, undefined],
    ['a cancellation', invoice, { ...sr, ...dated, status: '200' }, undefined],
    ['a recurring template', invoice, { ...wkr, ...dated, status: '200' }, undefined],
    ['an invoice without a term', invoice, { ...open, ...dated, timeToPay: null }, undefined],
    ['an endless term', invoice, { ...open, ...dated, timeToPay: '99999999999' }, undefined],
    ['a year as people type it', invoice, { ...open, ...dated, invoiceDate: '0024-11-20T00:00:00+01:00' }, undefined],
    ['a date that is not ISO', invoice, { ...open, ...dated, invoiceDate: '05.10.2026' }, undefined],
    [
      'a credit note with a term',
      creditNote,
      { ...open, creditNoteDate: '2026-11-15T11:00:00+01:00', timeToPay: '7' },
      '2026-11-22',
    ],
    [
      'a credit note without',
      creditNote,
      { ...open, creditNoteDate: '2026-11-15T11:00:00+01:00', timeToPay: null },
      undefined,
    ],
    ['an unpaid voucher', voucher, { status: '100', paymentDeadline: '2026-11-26T00:00:00+01:00' }, '2026-11-26'],
    ['a transferred voucher', voucher, { status: '150', paymentDeadline: '2026-11-26T00:00:00+01:00' }, '2026-11-26'],
    ['a date without a time', voucher, { status: '100', paymentDeadline: '2026-11-26' }, '2026-11-26'],
    ['a voucher without a deadline', voucher, { status: '100', paymentDeadline: null }, undefined],
    ['a draft of a voucher', voucher, { status: '50', paymentDeadline: '2026-11-26T00:00:00+01:00' }, undefined],
  ])('%s', (_name, row, fields, expected) => {
    expect(row.dueDate?.({ id: '1', sumGross: '100', ...fields })).toBe(expected);
  });
});

describe('what a record cancels', () => {
  const from = (objectName: string, sumGross = '-100') => ({ sumGross, origin: { id: '1', objectName } });
  it.each<readonly [string, Resource, Fields, string | undefined]>([
    ['an SR', invoice, { ...from('Invoice'), invoiceType: 'SR' }, '1'],
    ['an SR without an origin', invoice, { invoiceType: 'SR' }, undefined],
    ['an invoice made from an order', invoice, { ...from('Order'), invoiceType: 'RE' }, undefined],
    ['a final invoice made from another', invoice, { ...from('Invoice'), invoiceType: 'ER' }, undefined],
    ['a credit note that takes back another', creditNote, from('CreditNote'), '1'],
    ['a credit note for an invoice', creditNote, from('Invoice'), undefined],
    ['a copy of a credit note', creditNote, from('CreditNote', '100'), undefined],
    ['a voucher that takes back another', voucher, from('Voucher'), '1'],
    ['a voucher from a recurring one', voucher, from('Voucher', '100'), undefined],
  ])('%s', (_name, row, fields, expected) => {
    expect(row.cancels?.({ id: '2', ...fields })).toBe(expected);
  });
});
