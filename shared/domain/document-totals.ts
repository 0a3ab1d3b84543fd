import Big from 'big.js';

/** The price side of a position, as decimal strings. */
export interface TotalledPosition {
  readonly quantity: string;
  /** Of one, net or gross as the document's `prices` says. */
  readonly price: string;
  /** Percent, not below 0. */
  readonly taxRate: string;
  /** Percent off this position. */
  readonly discount?: string | undefined;
  /** Offered only: not in the sums (practice, orders). */
  readonly optional?: boolean | undefined;
}

/** A share of the positions' sum, or an amount: net or gross as the document's prices are. */
export interface TotalledAdjustment {
  readonly percentage?: string | undefined;
  readonly amount?: string | undefined;
}

export interface TotalledDocument {
  readonly positions: readonly TotalledPosition[];
  /** `net` unless given. */
  readonly prices?: 'net' | 'gross' | undefined;
  readonly discounts?: readonly TotalledAdjustment[] | undefined;
  readonly fees?: readonly TotalledAdjustment[] | undefined;
}

/** Amounts with two decimals: `"119.00"`. */
export interface DocumentTotals {
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
}

const NOTHING = new Big(0);
const ONE = new Big(1);

/**
 * What a document comes to where tax is due, in exact decimals. Tax is computed once for each rate, on the sum of its
 * positions. Discounts and fees are spread over the rates by these sums, and each percentage is one of the positions' sum.
 * Only sums are rounded. How sevdesk itself rounds is not documented (assumed): see `totals-difference.ts`.
 */
export function documentTotals(document: TotalledDocument): DocumentTotals {
  const sums = sumsByRate(document.positions);
  const total = [...sums.values()].reduce((sum, amount) => sum.plus(amount), NOTHING);
  const adjusted = total.plus(adjustment(document, total));
  const isGross = document.prices === 'gross';
  const tax = taxOf(sums, { total, adjusted, isGross });
  const basis = cents(adjusted);
  const [net, gross] = isGross ? [basis.minus(tax), basis] : [basis, basis.plus(tax)];
  return { net: asText(net), tax: asText(tax), gross: asText(gross) };
}

interface Adjusted {
  readonly total: Big;
  readonly adjusted: Big;
  readonly isGross: boolean;
}

function taxOf(sums: ReadonlyMap<string, Big>, { total, adjusted, isGross }: Adjusted): Big {
  const cancelOut = total.eq(0);
  const [over, under] = cancelOut ? [ONE, ONE] : [adjusted, total];
  const taxed = cancelOut ? withAllOnHighest(sums, adjusted) : sums;
  return [...taxed].reduce((tax, [rate, amount]) => {
    const parts = isGross ? new Big(rate).plus(100) : new Big(100);
    // Divided last, so that half a cent is exactly that.
    return tax.plus(cents(amount.times(over).times(rate).div(under.times(parts))));
  }, NOTHING);
}

/** Positions that cancel each other out have no shares to spread by: the highest rate takes all (assumed). */
function withAllOnHighest(sums: ReadonlyMap<string, Big>, extra: Big): ReadonlyMap<string, Big> {
  const [highest] = [...sums.keys()].sort((one, other) => new Big(other).cmp(one));
  if (highest === undefined) return sums;
  return new Map(sums).set(highest, extra.plus(sums.get(highest) ?? 0));
}

/** By the rate in its shortest form, so that `"19"` and `"19.00"` are one. */
function sumsByRate(positions: readonly TotalledPosition[]): Map<string, Big> {
  const sums = new Map<string, Big>();
  for (const { quantity, price, taxRate, discount = '0', optional } of positions) {
    if (optional) continue;
    const rate = new Big(taxRate).toFixed();
    const amount = new Big(quantity).times(price).times(new Big(100).minus(discount)).times('0.01');
    sums.set(rate, amount.plus(sums.get(rate) ?? 0));
  }
  return sums;
}

function adjustment({ discounts = [], fees = [] }: TotalledDocument, total: Big): Big {
  const sum = (list: readonly TotalledAdjustment[]) =>
    list.reduce((all, { percentage = '0', amount = '0' }) => {
      return all.plus(total.times(percentage).times('0.01')).plus(amount);
    }, NOTHING);
  return sum(fees).minus(sum(discounts));
}

function cents(amount: Big): Big {
  return amount.round(2, Big.roundHalfUp);
}

/** Without the sign of a negative zero. */
function asText(amount: Big): string {
  return amount.eq(0) ? '0.00' : amount.toFixed(2);
}
