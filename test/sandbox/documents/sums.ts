import { centsText, type Decimal, decimal, divideRounded, multiply, toCents } from '../decimal.ts';
import type { Fields } from '../wire-record.ts';

/** Amounts in cents. */
export interface Sums {
  readonly net: bigint;
  readonly tax: bigint;
  readonly gross: bigint;
}

/** What one position comes to. `showNet`: prices are net, otherwise gross (documentation, "Invoice"). */
export function positionSums({ quantity, price, taxRate }: Fields, showNet: boolean): Sums {
  return taxed(toCents(multiply(decimal(quantity), decimal(price))), decimal(taxRate), showNet);
}

/** What a price comes to, for one piece. */
export function priceSums({ price, taxRate }: Fields, showNet: boolean): Sums {
  return taxed(toCents(decimal(price)), decimal(taxRate), showNet);
}

/** What a document comes to: tax is computed once for each rate, on the sum of its positions. */
export function documentSums(positions: readonly Fields[], showNet: boolean): Sums {
  const amounts = new Map<string, bigint>();
  for (const position of positions) {
    const { net, gross } = positionSums(position, showNet);
    const rate = String(position.taxRate);
    amounts.set(rate, (amounts.get(rate) ?? 0n) + (showNet ? net : gross));
  }
  const sums = [...amounts].map(([rate, amount]) => taxed(amount, decimal(rate), showNet));
  return sums.reduce(add, { net: 0n, tax: 0n, gross: 0n });
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

function taxed(amount: bigint, rate: Decimal, showNet: boolean): Sums {
  const hundred = 100n * 10n ** BigInt(rate.scale);
  const tax = divideRounded(amount * rate.units, showNet ? hundred : hundred + rate.units);
  return showNet ? { net: amount, tax, gross: amount + tax } : { net: amount - tax, tax, gross: amount };
}

function add(left: Sums, right: Sums): Sums {
  return { net: left.net + right.net, tax: left.tax + right.tax, gross: left.gross + right.gross };
}
