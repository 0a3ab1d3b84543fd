import type { Account } from '../account.ts';
import { centsText, decimal, divideRounded, parseDecimal, toCents } from '../decimal.ts';
import { added, adjustedCentsByRate, spread } from '../documents/adjusted-sums.ts';
import { copiedRows } from '../documents/copy-document.ts';
import { readAdjustment } from '../documents/discounts.ts';
import { isTrue } from '../documents/is-true.ts';
import { refuse } from '../http/api-error.ts';
import type { Fields, WireRecord } from '../wire-record.ts';
import { restOfOrder, type Share } from './rest-of-order.ts';

/** What `amount` is a part of, by `type` (documentation, "Create Invoice"). */
const WHOLES: Readonly<Record<string, (order: WireRecord) => bigint>> = {
  percentage: () => 100_00n,
  net: ({ sumNet }) => toCents(decimal(sumNet)),
  gross: ({ sumGross }) => toCents(decimal(sumGross)),
};

/**
 * Positions and discounts of an invoice over a part of an order: those of the order where it is all of it, else one position
 * for each tax rate (assumed).
 * @throws ApiError when that is more than is left; statuses and wordings are assumed
 */
export function invoicedPart(account: Account, order: WireRecord, { type, amount }: Fields): Fields {
  const { positions: all, discounts } = copiedRows(account, order);
  // Practice: optional positions do not count.
  const positions = all.filter(({ optional }) => !isTrue(optional));
  if (positions.length === 0) throw refuse(400, 'The given document must have at least one position');
  const left = restOfOrder(account, order);
  const share = type === undefined || type === null ? left : readShare(order, { type, amount });
  const isTooMuch = share.part * left.whole > left.part * share.whole || (left.part <= 0n && left.whole > 0n);
  if (isTooMuch) throw refuse(422, 'The amount exceeds what is left of the order');
  if (share.part === share.whole) return { positions, discounts };
  const byRate = adjustedCentsByRate(positions, discounts.map(readAdjustment));
  const shares = spread(divideRounded(added(byRate) * share.part, share.whole), byRate);
  return { positions: [...shares].map(([taxRate, cents]) => partPosition(order, { taxRate, cents })) };
}

function readShare(order: WireRecord, { type, amount }: Fields): Share {
  const whole = WHOLES[String(type)]?.(order);
  if (whole === undefined) throw refuse(422, `type must be one of ${Object.keys(WHOLES).join(', ')}`);
  const read = parseDecimal(amount);
  const part = read ? toCents(read) : 0n;
  if (part <= 0n) throw refuse(422, 'amount must be a number above 0');
  return { part, whole };
}

function partPosition({ orderNumber }: WireRecord, { taxRate, cents }: { taxRate: string; cents: bigint }): Fields {
  return { name: `Teil von ${String(orderNumber)}`, quantity: '1', price: centsText(cents), taxRate };
}
