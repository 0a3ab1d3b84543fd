import { type DocumentTotals, documentTotals, type TotalledDocument } from '../../../domain/document-totals.ts';
import { amount, type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';
import { isRounding, type ToldSums, totalsDifference } from '../../../domain/totals-difference.ts';
import type { StepOutcome } from '../command-plan.ts';

/** Free of tax, but rates beside 0 are allowed (documentation, "Tax Rules"): what sevdesk makes of them is not established. */
const INTRA_COMMUNITY = '3';

/** How sevdesk's sums of a document differ from what its command comes to. */
export interface DifferentTotals {
  readonly expected: { readonly [sum in keyof DocumentTotals]: number };
  /** What sevdesk has more; null for a sum that is no number. */
  readonly difference: { readonly [sum in keyof DocumentTotals]?: number | null };
  /** Small enough to come from rounding each position by itself. */
  readonly rounding: boolean;
}

/** What of a document is compared. */
export interface ComparedDocument {
  readonly data: TotalledDocument;
  readonly taxRule: string;
}

/** Compares all sums that sevdesk tells; `undefined` when they are as expected. */
export function compareTotals({ data, taxRule }: ComparedDocument, record: SevdeskRecord): DifferentTotals | undefined {
  const told = taxRule === INTRA_COMMUNITY ? basisSum(data, record) : allSums(record);
  return compare(data, told);
}

/** What `command.succeeded` says of a document whose sums are others than expected. */
export function withTotals(outcome: StepOutcome, totals: DifferentTotals | undefined): StepOutcome {
  return totals ? { ...outcome, details: { ...outcome.details, totals } } : outcome;
}

/**
 * Why a record can't be the document that was asked for, by the one sum that does not depend on how tax is computed: net or
 * gross as the prices are.
 */
export function anotherSum(data: TotalledDocument, record: SevdeskRecord): string | undefined {
  const totals = compare(data, basisSum(data, record));
  return !totals || totals.rounding ? undefined : `has another sum (${describeTotals(totals)})`;
}

/** `net is 199.98 instead of 200.00`. */
export function describeTotals({ expected, difference }: DifferentTotals): string {
  const differing = (['net', 'tax', 'gross'] as const).filter((sum) => difference[sum] !== 0 && sum in difference);
  const told = differing.map((sum) => {
    const more = difference[sum] ?? Number.NaN;
    const found = Number.isNaN(more) ? 'no number' : (expected[sum] + more).toFixed(2);
    return `${sum} is ${found} instead of ${expected[sum].toFixed(2)}`;
  });
  return told.join(', ');
}

function compare(data: TotalledDocument, told: ToldSums): DifferentTotals | undefined {
  const expected = documentTotals(data);
  const differing = totalsDifference(expected, told);
  if (!differing) return undefined;
  const difference = Object.fromEntries(Object.entries(differing).map(([sum, more]) => [sum, numberOrNull(more)]));
  return {
    expected: { net: Number(expected.net), tax: Number(expected.tax), gross: Number(expected.gross) },
    difference,
    rounding: isRounding(differing, data.positions.length),
  };
}

function allSums(record: SevdeskRecord): ToldSums {
  // In another currency than the account's own, the plain ones are in the account's (documentation, "Invoice").
  const suffix = amount(record, 'sumGrossForeignCurrency') ? 'ForeignCurrency' : '';
  return {
    sumNet: scalar(record, `sumNet${suffix}`),
    sumTax: scalar(record, `sumTax${suffix}`),
    sumGross: scalar(record, `sumGross${suffix}`),
  };
}

function basisSum({ prices }: TotalledDocument, record: SevdeskRecord): ToldSums {
  const { sumNet, sumGross } = allSums(record);
  return prices === 'gross' ? { sumGross } : { sumNet };
}

function numberOrNull(text: string): number | null {
  const number = Number(text);
  return Number.isNaN(number) ? null : number;
}
