import { isSameNumber } from '../parse-decimal.ts';

/** How ReceiptGuidance names rates (measured). */
const RATES_BY_NAME = new Map([
  ['ZERO', '0'],
  ['SEVEN', '7'],
  ['NINETEEN', '19'],
]);

/** Percent for a rate's name in ReceiptGuidance; a name that was never seen stays as it is, and equals no rate. */
export function rateOfName(name: string): string {
  return RATES_BY_NAME.get(name) ?? name;
}

/** Whether a rate is among these, however many zeros it is written with. */
export function isOneOf(rate: string, rates: readonly string[]): boolean {
  return rates.some((allowed) => isSameNumber(rate, allowed));
}
