import type { Fields } from '../wire-record.ts';

export interface SaveBodyParts {
  readonly invoice?: Fields;
  readonly positions?: readonly Fields[];
  readonly rest?: Fields;
}

/** A body of `saveInvoice` that sevdesk takes: two positions, net prices. `undefined` in a part removes a field. */
export function saveInvoiceBody(contactId: string, { invoice, positions, rest }: SaveBodyParts = {}) {
  return {
    invoice: {
      objectName: 'Invoice',
      mapAll: true,
      contact: { id: contactId, objectName: 'Contact' },
      contactPerson: { id: 10_000_001, objectName: 'SevUser' },
      addressCountry: { id: 1, objectName: 'StaticCountry' },
      invoiceDate: '01.07.2026',
      status: 100,
      invoiceType: 'RE',
      currency: 'EUR',
      taxRule: { id: '1', objectName: 'TaxRule' },
      taxRate: 0,
      taxText: 'Umsatzsteuer',
      discount: 0,
      showNet: true,
      ...invoice,
    },
    invoicePosSave: positions ?? [
      position({ name: 'Beratung', quantity: 3, price: '12.50' }),
      position({ name: 'Paket', quantity: 1, price: '20' }),
    ],
    invoicePosDelete: null,
    ...rest,
  };
}

/** A position that sevdesk takes. */
export function position(fields: Fields = {}): Fields {
  const unity = { id: 1, objectName: 'Unity' };
  return {
    objectName: 'InvoicePos',
    mapAll: true,
    unity,
    name: 'Leistung',
    quantity: 1,
    price: '10.00',
    taxRate: 19,
    ...fields,
  };
}
