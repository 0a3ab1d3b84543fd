import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { copiedFields } from '../documents/copy-document.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { expectedReference } from '../http/expected-reference.ts';
import type { ApiCall } from '../resources/resource.ts';
import { type Fields, reference, type WireRecord } from '../wire-record.ts';
import { checkType } from './check-invoice.ts';
import { invoicedPart } from './invoiced-part.ts';
import { restOfOrder } from './rest-of-order.ts';
import { makeInvoice } from './save-invoice.ts';

/**
 * `POST /Invoice/Factory/createInvoiceFromOrder`: a draft over an order or a part of it, and the order is calculated
 * (documentation). What it takes over is assumed.
 */
export function createInvoiceFromOrder({ account, body }: ApiCall): ApiAnswer {
  const given = reference(body.order);
  if (!given) throw expectedReference('order', body.order);
  const order = account.get('Order', given.id);
  const copied = copiedFields(order, 'taxText', 'customerInternalNote');
  const fields = { ...copied, ...about(account, order), invoiceType: body.partialType ?? 'RE' };
  checkType(fields);
  const part = invoicedPart(account, order, body);
  const invoice = makeInvoice(account, { fields: { ...fields, ...part }, atMs: account.now });
  // Documentation, "Order": calculated once invoices cover the whole order.
  account.change(order, { status: restOfOrder(account, order).part > 0n ? '750' : '1000' });
  return objects(invoice);
}

function about(account: Account, order: WireRecord): Fields {
  const now = berlinIso(account.now);
  const header = `Rechnung zu ${String(order.orderNumber)}`;
  return { origin: reference(order), header, invoiceDate: now, deliveryDate: now };
}
