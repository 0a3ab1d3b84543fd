import Big from 'big.js';

/** The price side of a position, as decimal strings. */
export interface PricedPosition {
  readonly quantity: string;
  readonly price: string;
}

/**
 * Whether a document's sum is what its positions say, in exact decimals. Each position may be rounded by itself, so half
 * a cent per position is granted.
 */
export function sumMatches(positions: readonly PricedPosition[], sum: string): boolean {
  if (!/^-?\d+(\.\d+)?$/.test(sum)) return false;
  const expected = positions.reduce(
    (total, { quantity, price }) => total.plus(new Big(quantity).times(price)),
    new Big(0),
  );
  return expected.minus(sum).abs().lte(new Big('0.005').times(positions.length));
}
