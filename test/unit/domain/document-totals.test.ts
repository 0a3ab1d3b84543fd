import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentTotals, type TotalledDocument } from '../../../shared/domain/document-totals.ts';
import { isRounding, totalsDifference } from '../../../shared/domain/totals-difference.ts';

const one = (price: string, taxRate = '19') => ({ quantity: '1', price, taxRate });

describe('the totals of', () => {
  it.each<[string, TotalledDocument, [net: string, tax: string, gross: string]]>([
    ['a plain position', { positions: [{ quantity: '3', price: '10', taxRate: '19' }] }, ['30.00', '5.70', '35.70']],
    [
      'positions with several rates',
      { positions: [one('10'), one('10', '7'), one('10', '0')] },
      ['30.00', '2.60', '32.60'],
    ],
    ['gross prices', { positions: [one('2.47')], prices: 'gross' }, ['2.08', '0.39', '2.47']],
    [
      'one rate in two spellings: tax is computed once',
      { positions: [one('0.03', '19'), one('0.03', '19.00')] },
      ['0.06', '0.01', '0.07'],
    ],
    [
      'prices below a cent',
      { positions: [{ quantity: '1000', price: '0.00333', taxRate: '7' }] },
      ['3.33', '0.23', '3.56'],
    ],
    ['floats that are none', { positions: [{ quantity: '3', price: '0.1', taxRate: '0' }] }, ['0.30', '0.00', '0.30']],
    ['half a cent, which goes up', { positions: [one('0.50', '7')] }, ['0.50', '0.04', '0.54']],
    ['half a cent below 0, which goes down', { positions: [one('-0.50', '7')] }, ['-0.50', '-0.04', '-0.54']],
    ['a position with a discount', { positions: [{ ...one('200'), discount: '12.5' }] }, ['175.00', '33.25', '208.25']],
    ['an optional position', { positions: [one('10'), { ...one('99'), optional: true }] }, ['10.00', '1.90', '11.90']],
    [
      'a negative position',
      { positions: [one('10'), { quantity: '-1', price: '2.50', taxRate: '19' }] },
      ['7.50', '1.43', '8.93'],
    ],
    [
      'a discount of a percentage',
      { positions: [one('100'), one('50', '7')], discounts: [{ percentage: '10' }] },
      ['135.00', '20.25', '155.25'],
    ],
    [
      'a discount of an amount, spread over the rates by their sums',
      { positions: [one('75'), one('25', '7')], discounts: [{ amount: '10' }] },
      ['90.00', '14.41', '104.41'],
    ],
    [
      'a gross discount of an amount',
      { positions: [one('119'), one('107', '7')], prices: 'gross', discounts: [{ amount: '22.60' }] },
      ['180.00', '23.40', '203.40'],
    ],
    [
      'a gross discount of half (measured)',
      { positions: [one('4.94')], prices: 'gross', discounts: [{ amount: '2.47' }] },
      ['2.08', '0.39', '2.47'],
    ],
    [
      'a net discount of 3 % (measured)',
      { positions: [one('1365')], discounts: [{ percentage: '3' }] },
      ['1324.05', '251.57', '1575.62'],
    ],
    [
      'several discounts, each percentage of the whole',
      { positions: [one('100')], discounts: [{ percentage: '10' }, { percentage: '10' }, { amount: '5' }] },
      ['75.00', '14.25', '89.25'],
    ],
    ['a fee', { positions: [one('100')], fees: [{ percentage: '2' }, { amount: '3' }] }, ['105.00', '19.95', '124.95']],
    [
      'a discount of everything',
      { positions: [one('100'), one('7.77', '7')], discounts: [{ percentage: '100' }] },
      ['0.00', '0.00', '0.00'],
    ],
    [
      'a discount that thirds do not divide',
      { positions: [one('10'), one('10', '7'), one('10', '0')], discounts: [{ amount: '1' }] },
      ['29.00', '2.52', '31.52'],
    ],
    [
      'a fee on positions that cancel each other out: the highest rate takes it',
      { positions: [one('10', '7'), one('-10', '19')], fees: [{ amount: '100' }] },
      ['100.00', '17.80', '117.80'],
    ],
    ['nothing', { positions: [], fees: [{ amount: '5' }] }, ['5.00', '0.00', '5.00']],
  ])('%s', (_name, document, [net, tax, gross]) => {
    expect(documentTotals(document)).toEqual({ net, tax, gross });
  });
});

const decimalBelow = (max: number, scale: number) =>
  fc
    .integer({ min: -max * 10 ** scale, max: max * 10 ** scale })
    .map((n) => new Big(n).div(10 ** scale).toFixed(scale));
const percentage = fc.integer({ min: 0, max: 10_000 }).map((n) => new Big(n).div(100).toFixed(2));
const amount = fc.integer({ min: 1, max: 100_000 }).map((n) => new Big(n).div(100).toFixed(2));
const position = fc.record(
  {
    quantity: decimalBelow(100, 2),
    price: decimalBelow(1000, 4),
    taxRate: fc.constantFrom('0', '7', '7.00', '19', '19.0'),
    discount: percentage,
  },
  { requiredKeys: ['quantity', 'price', 'taxRate'] },
);
const adjustments = fc.array(
  fc.oneof(
    percentage.map((share) => ({ percentage: share })),
    amount.map((value) => ({ amount: value })),
  ),
  { maxLength: 3 },
);
const documents: fc.Arbitrary<TotalledDocument> = fc.record({
  positions: fc.array(position, { minLength: 1, maxLength: 12 }),
  prices: fc.constantFrom('net', 'gross'),
  discounts: adjustments,
  fees: adjustments,
});

describe('whatever the document,', () => {
  it('net and tax are gross, with two decimals each', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const { net, tax, gross } = documentTotals(document);
        expect(new Big(net).plus(tax).toFixed(2)).toBe(new Big(gross).eq(0) ? '0.00' : gross);
        for (const sum of [net, tax, gross]) expect(sum).toMatch(/^(?!-0\.00)-?\d+\.\d\d$/);
      }),
    );
  });

  it('the order of positions, discounts and fees does not count', () => {
    fc.assert(
      fc.property(documents, ({ positions, prices, discounts = [], fees = [] }) => {
        const turned = {
          positions: positions.toReversed(),
          prices,
          discounts: discounts.toReversed(),
          fees: fees.toReversed(),
        };
        expect(documentTotals(turned)).toEqual(documentTotals({ positions, prices, discounts, fees }));
      }),
    );
  });

  it('discounts and fees of nothing change nothing', () => {
    fc.assert(
      fc.property(documents, ({ positions, prices, discounts = [], fees = [] }) => {
        const nothing = [{ percentage: '0' }, { amount: '0.00' }];
        const more = { positions, prices, discounts: [...discounts, ...nothing], fees: [...nothing, ...fees] };
        expect(documentTotals(more)).toEqual(documentTotals({ positions, prices, discounts, fees }));
      }),
    );
  });

  it('a fee takes a discount of the same size back', () => {
    fc.assert(
      fc.property(documents, adjustments, ({ positions, prices }, same) => {
        expect(documentTotals({ positions, prices, discounts: same, fees: same })).toEqual(
          documentTotals({ positions, prices }),
        );
      }),
    );
  });

  it('a position may be split into two', () => {
    fc.assert(
      fc.property(documents, ({ positions, ...rest }) => {
        const halves = positions.flatMap((whole) => {
          const half = { ...whole, quantity: new Big(whole.quantity).div(2).toFixed() };
          return [half, half];
        });
        expect(documentTotals({ ...rest, positions: halves })).toEqual(documentTotals({ ...rest, positions }));
      }),
    );
  });

  it('net and gross prices of the same goods agree within a cent for each rate', () => {
    fc.assert(
      fc.property(documents, ({ positions, discounts = [], fees = [] }) => {
        const shares = (list: typeof discounts) => list.filter((adjusted) => adjusted.percentage !== undefined);
        const rest = { discounts: shares(discounts), fees: shares(fees) };
        const inGross = positions.map((sold) => ({
          ...sold,
          price: new Big(sold.price).times(new Big(sold.taxRate).plus(100)).div(100).toFixed(),
        }));
        const net = documentTotals({ ...rest, positions, prices: 'net' });
        const gross = documentTotals({ ...rest, positions: inGross, prices: 'gross' });
        const rates = new Set(positions.map(({ taxRate }) => Number(taxRate))).size;
        for (const sum of ['net', 'tax', 'gross'] as const) {
          expect(new Big(net[sum]).minus(gross[sum]).abs().toNumber()).toBeLessThanOrEqual(rates * 0.01);
        }
      }),
    );
  });

  it('rounding each position by itself is seen as rounding', () => {
    fc.assert(
      fc.property(documents, ({ positions, prices }) => {
        const rounded = positions.map(({ quantity, price, discount = '0', taxRate }) => ({
          quantity: '1',
          price: new Big(quantity).times(price).times(new Big(100).minus(discount)).div(100).toFixed(2),
          taxRate,
        }));
        const { net, gross } = documentTotals({ positions: rounded, prices });
        const difference = totalsDifference(documentTotals({ positions, prices }), { sumNet: net, sumGross: gross });
        expect(isRounding(difference ?? {}, positions.length)).toBe(true);
      }),
    );
  });
});

const totals = { net: '100.00', tax: '19.00', gross: '119.00' };

describe("the difference of sevdesk's sums", () => {
  it.each([
    ['equal ones', { sumNet: '100', sumTax: '19.0', sumGross: '119.00' }, undefined],
    ['none', {}, undefined],
    ['one that is told', { sumNet: '100.01' }, { net: '0.01' }],
    ['a cent less', { sumNet: '100', sumGross: '118.99' }, { net: '0.00', gross: '-0.01' }],
    [
      'all of them',
      { sumNet: '90', sumTax: '17.1', sumGross: '107.1' },
      { net: '-10.00', tax: '-1.90', gross: '-11.90' },
    ],
    ['less than a cent', { sumNet: '100.004' }, { net: '0.004' }],
    ['text', { sumNet: '100', sumGross: '119,00' }, { net: '0.00', gross: 'unreadable' }],
  ])('%s', (_name, told, difference) => {
    expect(totalsDifference(totals, told)).toEqual(difference);
  });

  it.each([
    [{ net: '0.00', gross: '-0.01' }, 1, true],
    [{ gross: '0.02' }, 1, false],
    [{ gross: '0.02' }, 2, true],
    [{ net: '0.01', gross: '-1.00' }, 12, false],
    [{ net: 'unreadable' }, 500, false],
  ])('%j with %i positions is rounding: %s', (difference, positions, rounding) => {
    expect(isRounding(difference, positions)).toBe(rounding);
  });
});
