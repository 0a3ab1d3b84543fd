import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { readDates } from '../date-input.ts';
import { ADDRESS_DEFAULTS, DISCOUNT_SUMS, FOREIGN_SUMS, NO_SUMS } from '../documents/document-fields.ts';
import { customerFields, makeDocument, ownerFields } from '../documents/make-document.ts';
import { getPositions } from '../documents/positions.ts';
import { contactsInTurn } from '../documents/some-contact.ts';
import { equals, from, refersTo, TIME_FILTERS, until } from '../http/filter.ts';
import type { WireRecord } from '../wire-record.ts';
import { onlyInStatus } from './deletion.ts';
import type { NewRecord, Resource } from './resource.ts';

/** As documented: no answer was ever recorded. */
const DEFAULTS = {
  orderNumber: null,
  orderDate: null,
  status: '100',
  header: null,
  headText: null,
  footText: null,
  deliveryTerms: null,
  paymentTerms: null,
  version: '0',
  smallSettlement: '0',
  taxRate: '0',
  taxText: null,
  taxType: null,
  orderType: 'AN',
  sendDate: null,
  currency: 'EUR',
  customerInternalNote: null,
  showNet: '1',
  sendType: null,
  ...ADDRESS_DEFAULTS,
  ...NO_SUMS,
  ...DISCOUNT_SUMS,
  ...FOREIGN_SUMS,
};

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
  actions: [{ method: 'GET', path: '{id}/getPositions', run: getPositions('Order') }],
  make,
  sample,
};

function make(account: Account, record: NewRecord): WireRecord {
  const { fields, atMs } = record;
  const dated = { orderDate: berlinIso(atMs) };
  const type = String(fields.orderType ?? DEFAULTS.orderType);
  const numbered = fields.orderNumber ? {} : { orderNumber: `${type}-${account.nextNumber(`Order.${type}`)}` };
  const defaults = { ...DEFAULTS, ...ownerFields(account), ...customerFields(account, record), ...dated, ...numbered };
  return makeDocument(account, { model: 'Order', defaults, fields: readDates(fields, ['orderDate']), atMs });
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
