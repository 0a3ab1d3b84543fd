import { centsText, type Decimal, decimal, divideRounded, multiply, toCents } from '../decimal.ts';
import type { Fields } from '../wire-record.ts';

/** Amounts in cents. */
export interface Sums {
  readonly net: bigint;
  readonly tax: bigint;
  readonly gross: bigint;
}

const NOTHING: Sums = { net: 0n, tax: 0n, gross: 0n };

/** What one position comes to. `showNet`: prices are net, otherwise gross (documentation, "Invoice"). */
export function positionSums(position: Fields, showNet: boolean): Sums {
  return taxed(positionCents(position), decimal(position.taxRate), showNet);
}

/** What a position's own discount takes off it, in percent (documentation, "InvoicePos"). */
export function positionDiscountCents(position: Fields): bigint {
  return positionCents({ ...position, discount: '0' }) - positionCents(position);
}

/** What a price comes to, for one piece. */
export function priceSums({ price, taxRate }: Fields, showNet: boolean): Sums {
  return taxed(toCents(decimal(price)), decimal(taxRate), showNet);
}

/**
 * What positions come to. Gross ones are added up as they are, each rounded by itself (measured: 4.94 and -2.47 at 19 % are
 * 2.07 net); of net ones, tax is computed once for each rate (assumed).
 */
export function documentSums(positions: readonly Fields[], showNet: boolean): Sums {
  return showNet ? sumsOfRates(centsByRate(positions), true) : addedPositions(positions, false);
}

/** The positions' own sums, added up. */
export function addedPositions(positions: readonly Fields[], showNet: boolean): Sums {
  return positions.map((position) => positionSums(position, showNet)).reduce(add, NOTHING);
}

/** Net or gross cents, as prices are, by tax rate. */
export function centsByRate(positions: readonly Fields[]): Map<string, bigint> {
  const cents = new Map<string, bigint>();
  for (const position of positions) {
    const rate = String(position.taxRate);
    cents.set(rate, (cents.get(rate) ?? 0n) + positionCents(position));
  }
  return cents;
}

/** Sums where tax is computed once for each rate. */
export function sumsOfRates(cents: ReadonlyMap<string, bigint>, showNet: boolean): Sums {
  return [...cents].map(([rate, amount]) => taxed(amount, decimal(rate), showNet)).reduce(add, NOTHING);
}

/** The sum fields that documents and positions share. */
export function sumFields({ net, tax, gross }: Sums): Record<string, string> {
  return {
    sumNet: centsText(net),
    sumTax: centsText(tax),
    sumGross: centsText(gross),
    sumNetAccounting: centsText(net),
    sumTaxAccounting: centsText(tax),
    sumGrossAccounting: centsText(gross),
  };
}

function positionCents({ quantity, price, discount }: Fields): bigint {
  const { units, scale } = decimal(discount ?? '0');
  const left = { units: 100n * 10n ** BigInt(scale) - units, scale: scale + 2 };
  return toCents(multiply(multiply(decimal(quantity), decimal(price)), left));
}

function taxed(amount: bigint, rate: Decimal, showNet: boolean): Sums {
  const hundred = 100n * 10n ** BigInt(rate.scale);
  const tax = divideRounded(amount * rate.units, showNet ? hundred : hundred + rate.units);
  return showNet ? { net: amount, tax, gross: amount + tax } : { net: amount - tax, tax, gross: amount };
}

function add(left: Sums, right: Sums): Sums {
  return { net: left.net + right.net, tax: left.tax + right.tax, gross: left.gross + right.gross };
}
