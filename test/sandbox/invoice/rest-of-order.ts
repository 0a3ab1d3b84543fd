import type { Account } from '../account.ts';
import { decimal, toCents } from '../decimal.ts';
import { isTrue } from '../documents/is-true.ts';
import { type Reference, reference, type WireRecord } from '../wire-record.ts';

/** A part of something, in cents. */
export interface Share {
  readonly part: bigint;
  readonly whole: bigint;
}

/** What no invoice covers of an order yet, net or gross as its prices are. */
export function restOfOrder(account: Account, order: WireRecord): Share {
  const sum = isTrue(order.showNet) ? 'sumNet' : 'sumGross';
  const whole = toCents(decimal(order[sum]));
  const invoiced = invoicesOf(account, order).map((invoice) => toCents(decimal(invoice[sum])));
  return { part: invoiced.reduce((rest, cents) => rest - cents, whole), whole };
}

/** The invoices that were made from an order; cancelled ones don't count (assumed). */
function invoicesOf(account: Account, order: Reference): WireRecord[] {
  const invoices = account.records('Invoice');
  const cancellations = invoices.filter(({ invoiceType }) => invoiceType === 'SR');
  const cancelledIds = new Set(cancellations.map(({ origin }) => reference(origin)?.id));
  return invoices.filter(({ id, origin }) => {
    const found = reference(origin);
    return found?.id === order.id && found.objectName === 'Order' && !cancelledIds.has(id);
  });
}
