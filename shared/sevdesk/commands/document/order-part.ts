import type { CommandData } from '../../../contract/command.ts';
import { type ExpectedSum, toldSum } from '../../../domain/expected-sum.ts';
import { parseDecimal } from '../../../domain/parse-decimal.ts';
import type { SevdeskRecord } from '../../../domain/sevdesk-record.ts';
import { isSet } from '../record/wire-fields.ts';

/** How much of an order an invoice is about. */
export type OrderPart = NonNullable<NonNullable<CommandData<'invoice.create'>['fromOrder']>['part']>;

export const WHOLE_ORDER: OrderPart = { kind: 'percentage', amount: '100' };

/** An order does not tell how many positions it has: 20 cents may come from rounding (assumed). */
const LINES = 20;

/** What an invoice about a part of an order must come to; undefined where the order does not tell its own sum. */
export function sumOfPart(order: SevdeskRecord, { kind, amount }: OrderPart): ExpectedSum | undefined {
  if (kind !== 'percentage') return { field: kind === 'net' ? 'sumNet' : 'sumGross', sum: amount, lines: LINES };
  const field = isSet(order, 'showNet') ? 'sumNet' : 'sumGross';
  const whole = parseDecimal(toldSum(order, field) ?? '');
  return whole && { field, sum: whole.times(amount).times('0.01').toFixed(2), lines: LINES };
}
