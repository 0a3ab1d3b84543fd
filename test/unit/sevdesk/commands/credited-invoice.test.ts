import { describe, expect, it } from 'vitest';
import type { CommandData } from '../../../../shared/contract/command.ts';
import { UnexpectedAnswer } from '../../../../shared/domain/sevdesk-error.ts';
import type { SevdeskRecord } from '../../../../shared/domain/sevdesk-record.ts';
import { readCreditedInvoice } from '../../../../shared/sevdesk/commands/document/credited-invoice.ts';
import { creditedSum } from '../../../../shared/sevdesk/commands/document/credited-sum.ts';
import { anInvoice } from '../../../support/builders.ts';
import { fakeSevdesk, listOf } from '../../../support/fake-sevdesk.ts';
import { NO_INVOICE } from '../../../support/no-invoice.ts';

const positions = [
  { id: '1', quantity: '2', price: '14.6', taxRate: '19' },
  { id: '2', quantity: '1', price: '10', taxRate: '19' },
];
const sent = (fields: Partial<SevdeskRecord> = {}) => anInvoice({ showNet: '1', ...fields });

const read = (invoice: SevdeskRecord | Error, list = listOf(...positions)) =>
  readCreditedInvoice(
    fakeSevdesk({
      'GET Invoice/4711': invoice instanceof Error ? invoice : listOf(invoice),
      'GET Invoice/4711/getPositions': list,
    }),
    '4711',
  );

describe('no credit note', () => {
  it.each(['AR', 'TR', 'SR', 'MA', 'WKR'])('for an invoice of type %s', async (invoiceType) => {
    await expect(read(sent({ invoiceType }))).rejects.toMatchObject({
      reason: 'invalid_command',
      message: `data.invoice: Invoice 4711 is of type ${invoiceType}; credit notes are for RE and ER only`,
    });
  });

  it('for a draft, until it is sent', async () => {
    await expect(read(sent({ status: '100' }))).rejects.toMatchObject({
      reason: 'dependency_missing',
      retryable: true,
      message: expect.stringContaining('send it first, then redrive this one, or send it under a new commandId'),
    });
  });

  it('for an invoice that is cancelled, which has the status of a paid one', async () => {
    await expect(read(sent({ status: '1000', paidAmount: 0 }))).rejects.toMatchObject({
      reason: 'invalid_command',
      message: expect.stringContaining('Invoice 4711 is cancelled'),
    });
    const paid = { status: '1000', paidAmount: 46.65 };
    expect(await read(sent(paid))).toMatchObject({ record: paid });
  });

  it('for an invoice that is not there', async () => {
    await expect(read(NO_INVOICE)).rejects.toMatchObject({
      reason: 'dependency_missing',
      retryable: true,
      message: expect.stringContaining('no Invoice 4711'),
    });
  });

  it('while not all positions are seen', async () => {
    await expect(read(sent(), { ...listOf(...positions), total: 1001 })).rejects.toThrow(UnexpectedAnswer);
  });
});

describe('what a credit note comes to', () => {
  const given = (quantity: string, price: string, taxRate = '19') => [{ name: 'Rückgabe', quantity, price, taxRate }];
  const sumOf = (data: Pick<CommandData<'credit_note.create'>, 'positions'>, record = sent()) =>
    creditedSum(data, { record, positions: positions.map((position) => ({ ...position })), discounts: [] });

  it('is the sum of the invoice, net or gross as its prices are', () => {
    expect(sumOf({})).toEqual({ field: 'sumNet', sum: '39.2', lines: 2 });
    expect(sumOf({}, sent({ showNet: '0' }))).toEqual({ field: 'sumGross', sum: '46.65', lines: 2 });
  });

  it('is what the positions given come to', () => {
    expect(sumOf({ positions: given('2', '10.005') })).toEqual({ field: 'sumNet', sum: '20.01', lines: 1 });
  });

  it('is no sum of an invoice that tells none', () => {
    expect(() => sumOf({}, sent({ sumNet: null }))).toThrow(UnexpectedAnswer);
  });

  it('has no other tax rate than the invoice', () => {
    expect(() => sumOf({ positions: [...given('1', '1', '19.00'), ...given('1', '1', '7')] })).toThrow(
      'data.positions.1.taxRate: "7" is not a rate of Invoice 4711; allowed: "19"',
    );
  });

  it('is not more than the invoice, but for what rounding may explain', () => {
    expect(() => sumOf({ positions: given('1', '39.22') })).toThrow(
      'data.positions: they come to 39.22 net; Invoice 4711 allows at most 39.2',
    );
    expect(sumOf({ positions: given('1', '39.21') })).toMatchObject({ sum: '39.21' });
  });

  it('is compared in the currency of the invoice', () => {
    const foreign = sent({ currency: 'CHF', sumNet: '42', sumNetForeignCurrency: '39.2' });
    expect(() => sumOf({ positions: given('1', '41') }, foreign)).toThrow('at most 39.2');
  });
});
