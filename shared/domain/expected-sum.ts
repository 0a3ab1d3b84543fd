import Big from 'big.js';
import { documentTotals, type TotalledDocument } from './document-totals.ts';
import { parseDecimal } from './parse-decimal.ts';
import { amount, type SevdeskRecord, scalar } from './sevdesk-record.ts';

/** What a document must come to, net or gross as its prices are: that sum does not depend on how tax is rounded. */
export interface ExpectedSum {
  readonly field: 'sumNet' | 'sumGross';
  readonly sum: string;
  /** Positions, discounts and fees: each may be rounded by itself. */
  readonly lines: number;
}

/** What the positions come to. */
export function expectedSum({ prices, positions }: Pick<TotalledDocument, 'prices' | 'positions'>): ExpectedSum {
  const { net, gross } = documentTotals({ prices, positions });
  const lines = positions.length;
  return prices === 'gross' ? { field: 'sumGross', sum: gross, lines } : { field: 'sumNet', sum: net, lines };
}

/** Why a record is not the one with this sum, or `undefined`. A sum that sevdesk does not tell is not compared. */
export function sumProblem(expected: ExpectedSum, record: SevdeskRecord): string | undefined {
  const told = toldSum(record, expected.field);
  if (told === undefined) return undefined;
  const difference = parseDecimal(told)?.minus(expected.sum).abs();
  return difference?.lte(rounding(expected)) ? undefined : `has another sum (${told})`;
}

/** Whether it is more than the sum of a record, by more than rounding can explain. */
export function exceeds(expected: ExpectedSum, record: SevdeskRecord): boolean {
  const most = parseDecimal(toldSum(record, expected.field) ?? '');
  return most?.plus(rounding(expected)).lt(expected.sum) ?? false;
}

/** In the document's own currency: in another one than the account's, the plain sums are in the account's (documentation, "Invoice"). */
export function toldSum(record: SevdeskRecord, field: ExpectedSum['field']): string | undefined {
  return scalar(record, amount(record, `${field}ForeignCurrency`) ? `${field}ForeignCurrency` : field);
}

/** A cent for each line: how sevdesk rounds is not documented. */
function rounding({ lines }: ExpectedSum): Big {
  return new Big('0.01').times(lines);
}
