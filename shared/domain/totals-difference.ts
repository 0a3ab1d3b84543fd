import Big from 'big.js';
import type { DocumentTotals } from './document-totals.ts';
import { parseDecimal } from './parse-decimal.ts';

/** sevdesk's sums of a saved document; one that it does not tell is not compared. */
export interface ToldSums {
  readonly sumNet?: string | undefined;
  readonly sumTax?: string | undefined;
  readonly sumGross?: string | undefined;
}

/** What sevdesk's sums have more than ours, for each that it told: `{ net: "0.00", gross: "-0.01" }`. */
export type TotalsDifference = { readonly [sum in keyof DocumentTotals]?: string };

/** In a difference: sevdesk's sum is no decimal number. */
const UNREADABLE = 'unreadable';

/** How sevdesk's sums differ from the expected ones; `undefined` when all that it told are equal. */
export function totalsDifference(expected: DocumentTotals, told: ToldSums): TotalsDifference | undefined {
  const compared = [
    ['net', told.sumNet],
    ['tax', told.sumTax],
    ['gross', told.sumGross],
  ] as const;
  const differences = compared.flatMap(([name, sum]) =>
    sum === undefined ? [] : [[name, difference(expected[name], sum)] as const],
  );
  return differences.every(([, amount]) => amount === '0.00') ? undefined : Object.fromEntries(differences);
}

function difference(expected: string, told: string): string {
  const more = parseDecimal(told)?.minus(expected);
  if (!more) return UNREADABLE;
  if (more.eq(0)) return '0.00';
  return more.eq(more.round(2)) ? more.toFixed(2) : more.toFixed();
}

/** Whether a difference may come from rounding each position by itself: at most a cent for each of them. */
export function isRounding(differing: TotalsDifference, positions: number): boolean {
  return Object.values(differing).every((amount) => {
    return parseDecimal(amount)?.abs().lte(new Big('0.01').times(positions)) ?? false;
  });
}
