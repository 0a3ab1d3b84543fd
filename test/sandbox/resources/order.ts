import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { readDates } from '../date-input.ts';
import { getDiscounts } from '../documents/discounts.ts';
import { ORDER } from '../documents/document-kind.ts';
import { customerFields, makeDocument, ownerFields } from '../documents/make-document.ts';
import { getPositions } from '../documents/positions.ts';
import { sendingActions } from '../documents/send-document.ts';
import { contactsInTurn } from '../documents/some-contact.ts';
import { equals, from, refersTo, TIME_FILTERS, until } from '../http/filter.ts';
import { takeNumber } from '../numbers/sequence.ts';
import { createContractNote, createPackingList } from '../order/copy-order.ts';
import { ORDER_DEFAULTS } from '../order/order-fields.ts';
import { orderType } from '../order/order-type.ts';
import { changeOrder, saveOrder } from '../order/save-order.ts';
import { ORDER_SENDING } from '../order/send-order.ts';
import type { WireRecord } from '../wire-record.ts';
import { onlyInStatus } from './deletion.ts';
import type { NewRecord, Resource } from './resource.ts';

/** Estimates (AN), order confirmations (AB) and delivery notes (LI). Source: sevdesk's documentation, "Order". */
export const order: Resource = {
  path: 'Order',
  model: 'Order',
  filters: {
    status: equals('status'),
    orderNumber: equals('orderNumber'),
    orderType: equals('orderType'),
    'contact[id]': refersTo('contact', 'Contact'),
    startDate: from('orderDate'),
    endDate: until('orderDate'),
    ...TIME_FILTERS,
  },
  remove: onlyInStatus('100'),
  change: changeOrder,
  actions: [
    { method: 'POST', path: 'Factory/saveOrder', run: saveOrder },
    createPackingList,
    createContractNote,
    { method: 'GET', path: '{id}/getPositions', run: getPositions('Order') },
    { method: 'GET', path: '{id}/getDiscounts', run: getDiscounts('Order') },
    ...sendingActions(ORDER_SENDING),
  ],
  make,
  sample,
};

function make(account: Account, record: NewRecord): WireRecord {
  const { fields, atMs } = record;
  const dated = { orderDate: berlinIso(atMs) };
  const numbered = fields.orderNumber ? {} : { orderNumber: takeNumber(account, orderType(fields)) };
  const people = { ...ownerFields(account), ...customerFields(account, record) };
  const defaults = { ...ORDER_DEFAULTS, ...people, ...dated, ...numbered };
  return makeDocument(account, { model: 'Order', defaults, fields: readDates(fields, ORDER.dates), atMs });
}

/** Of every type and in every status, spread over all contacts; every fifth has an optional position. */
function sample(account: Account) {
  const contactOf = contactsInTurn(account);
  return (n: number, atMs: number) => {
    const status = ['100', '200', '300', '500', '750', '1000'][n % 6];
    const position = { name: `Leistung ${n}`, price: String(10 + (n % 90)) };
    return {
      ...contactOf(n),
      header: `Angebot ${n}`,
      orderType: ['AN', 'AB', 'LI'][n % 3],
      status,
      ...(status !== '100' && { sendType: 'VPDF', sendDate: berlinIso(atMs) }),
      positions: n % 5 === 4 ? [position, { name: 'Wartung', price: '20', optional: true }] : [position],
    };
  };
}
