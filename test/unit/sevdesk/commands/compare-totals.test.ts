import { describe, expect, it } from 'vitest';
import {
  anotherSum,
  compareTotals,
  describeTotals,
} from '../../../../shared/sevdesk/commands/document/compare-totals.ts';
import { anInvoice } from '../../../support/builders.ts';

const data = { positions: [{ quantity: '2', price: '100.00', taxRate: '19' }] };
const expected = { net: 200, tax: 38, gross: 238 };
const invoice = (fields: object) => anInvoice({ sumNet: '200', sumTax: '38', sumGross: '238', ...fields });

describe('the sums of a saved document', () => {
  it.each([
    ['as expected', { taxRule: '1', data }, {}],
    [
      'with a discount and a fee',
      { taxRule: '1', data: { ...data, discounts: [{ percentage: '10' }], fees: [{ amount: '20' }] } },
      {},
    ],
    [
      'in another currency',
      { taxRule: '1', data },
      {
        sumNet: '180',
        sumTax: '34.2',
        sumGross: '214.2',
        sumNetForeignCurrency: '200',
        sumTaxForeignCurrency: '38',
        sumGrossForeignCurrency: '238',
      },
    ],
    ['of an intra-community supply without its tax', { taxRule: '3', data }, { sumTax: '0', sumGross: '200' }],
    ['of which sevdesk tells none', { taxRule: '1', data }, { sumNet: null, sumTax: null, sumGross: undefined }],
  ])('are no difference %s', (_name, compared, fields) => {
    expect(compareTotals(compared, invoice(fields))).toBeUndefined();
  });

  it.each([
    [
      'a cent',
      { sumTax: '38.01', sumGross: '238.01' },
      { net: 0, tax: 0.01, gross: 0.01 },
      true,
      'tax is 38.01 instead of 38.00, gross is 238.01 instead of 238.00',
    ],
    [
      'more than a cent for each position',
      { sumTax: '38.02', sumGross: '238.02' },
      { net: 0, tax: 0.02, gross: 0.02 },
      false,
      'tax is 38.02 instead of 38.00, gross is 238.02 instead of 238.00',
    ],
    [
      'a sum that is none',
      { sumNet: 'x' },
      { net: null, tax: 0, gross: 0 },
      false,
      'net is no number instead of 200.00',
    ],
  ])('that differ by %s are told', (_name, fields, difference, rounding, text) => {
    const totals = compareTotals({ data, taxRule: '1' }, invoice(fields));
    expect(totals).toEqual({ expected, difference, rounding });
    expect(totals && describeTotals(totals)).toBe(text);
  });
});

describe('a record that may be the document', () => {
  it.each([
    ['has its net sum', data, {}, undefined],
    ['has its net sum, whatever its tax', data, { sumTax: '0', sumGross: '200' }, undefined],
    ['has its net sum, but for rounding', data, { sumNet: '199.99' }, undefined],
    ['has another net sum', data, { sumNet: '199.98' }, 'has another sum (net is 199.98 instead of 200.00)'],
    ['has its gross sum', { ...data, prices: 'gross' as const }, { sumGross: '200' }, undefined],
    [
      'has another gross sum',
      { ...data, prices: 'gross' as const },
      {},
      'has another sum (gross is 238.00 instead of 200.00)',
    ],
    [
      'lacks its discount',
      { ...data, discounts: [{ percentage: '10' }] },
      {},
      'has another sum (net is 200.00 instead of 180.00)',
    ],
    ['has a sum that is none', data, { sumNet: '' }, 'has another sum (net is no number instead of 200.00)'],
  ])('%s', (_name, document, fields, problem) => {
    expect(anotherSum(document, invoice(fields))).toBe(problem);
  });
});
