import { type Decimal, divideRounded, multiply, toCents } from '../decimal.ts';
import type { Fields } from '../wire-record.ts';
import { addedPositions, centsByRate, documentSums, type Sums, sumsOfRates } from './sums.ts';

/** A discount (Rabatt) or an additional fee (Zuschlag) on a whole document. */
export interface Adjustment {
  readonly isFee: boolean;
  readonly isPercentage: boolean;
  readonly value: Decimal;
}

export interface AdjustedSums {
  readonly sums: Sums;
  /** What discounts took off: negative (measured), positive for fees. */
  readonly adjustment: { readonly net: bigint; readonly gross: bigint };
}

/**
 * What a document comes to with its discounts: each is taken off the positions' sum, net or gross as prices are, and tax is
 * computed on what is left (measured for one rate: 4.94 gross less 2.47 is 2.08 net, 1365 net less 3 % is 1575.62 gross). Over
 * several rates they are spread by the rates' shares (assumed).
 */
export function adjustedSums(
  positions: readonly Fields[],
  showNet: boolean,
  adjustments: readonly Adjustment[],
): AdjustedSums {
  if (adjustments.length === 0) return { sums: documentSums(positions, showNet), adjustment: { net: 0n, gross: 0n } };
  const before = addedPositions(positions, showNet);
  const sums = sumsOfRates(adjustedCentsByRate(positions, adjustments), showNet);
  return { sums, adjustment: { net: sums.net - before.net, gross: sums.gross - before.gross } };
}

/** Net or gross cents, as prices are, that discounts leave of each rate. */
export function adjustedCentsByRate(
  positions: readonly Fields[],
  adjustments: readonly Adjustment[],
): Map<string, bigint> {
  const byRate = centsByRate(positions);
  const total = added(byRate);
  const change = adjustments.reduce((sum, adjustment) => sum + changeCents(adjustment, total), 0n);
  const shares = spread(change, byRate);
  return new Map([...byRate].map(([rate, cents]) => [rate, cents + (shares.get(rate) ?? 0n)]));
}

export function added(byRate: ReadonlyMap<string, bigint>): bigint {
  return [...byRate.values()].reduce((sum, cents) => sum + cents, 0n);
}

function changeCents({ isFee, isPercentage, value }: Adjustment, total: bigint): bigint {
  const cents = isPercentage ? toCents(multiply({ units: total, scale: 4 }, value)) : toCents(value);
  return isFee ? cents : -cents;
}

/** Cents shared out in proportion, none lost; all on the first rate where positions cancel each other out (assumed). */
export function spread(cents: bigint, byRate: ReadonlyMap<string, bigint>): Map<string, bigint> {
  const total = added(byRate);
  let seen = 0n;
  let given = 0n;
  const shares = [...byRate].map(([rate, amount], index): [string, bigint] => {
    seen += amount;
    const due = total === 0n ? cents : divideRounded(cents * seen, total);
    const share = total === 0n && index > 0 ? 0n : due - given;
    given += share;
    return [rate, share];
  });
  return new Map(shares);
}
