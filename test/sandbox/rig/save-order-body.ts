import type { Fields } from '../wire-record.ts';
import { position } from './save-invoice-body.ts';

export interface OrderBodyParts {
  readonly order?: Fields;
  readonly positions?: unknown;
  readonly rest?: Fields;
}

/** A body of `saveOrder` that sevdesk takes: an estimate of 10 net. `undefined` in a part removes a field. */
export function saveOrderBody(contactId: string, { order, positions, rest }: OrderBodyParts = {}) {
  return {
    order: {
      objectName: 'Order',
      mapAll: true,
      orderNumber: 'AN-1000',
      orderDate: '2026-07-01',
      orderType: 'AN',
      contact: { id: contactId, objectName: 'Contact' },
      contactPerson: { id: 10_000_001, objectName: 'SevUser' },
      addressCountry: { id: 1, objectName: 'StaticCountry' },
      status: 100,
      header: 'Angebot AN-1000',
      version: 0,
      currency: 'EUR',
      taxRule: { id: '1', objectName: 'TaxRule' },
      taxRate: 0,
      taxText: 'Umsatzsteuer',
      ...order,
    },
    orderPosSave: positions ?? [orderPosition()],
    ...rest,
  };
}

/** A position that sevdesk takes. */
export function orderPosition(fields: Fields = {}): Fields {
  return position({ objectName: 'OrderPos', ...fields });
}
