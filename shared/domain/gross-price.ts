import Big from 'big.js';

/** Cents, or as many decimals as the net price has: small prices come with more. */
const FEWEST_DECIMALS = 2;

/** The gross price of one, exact but for its last decimal. Both are decimal strings, the rate in percent. */
export function grossPrice(net: string, taxRate: string): string {
  const decimals = net.split('.')[1]?.length ?? 0;
  const gross = new Big(net).times(new Big(taxRate).plus(100)).div(100);
  return gross.round(Math.max(decimals, FEWEST_DECIMALS), Big.roundHalfUp).toFixed();
}
