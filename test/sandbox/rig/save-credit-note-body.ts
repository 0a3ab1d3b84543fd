import type { Fields } from '../wire-record.ts';
import { position } from './save-invoice-body.ts';

export interface CreditNoteBodyParts {
  readonly creditNote?: Fields;
  readonly positions?: readonly Fields[];
  readonly rest?: Fields;
}

/** A body of `saveCreditNote` that sevdesk takes: a provision of 10 net. `undefined` in a part removes a field. */
export function saveCreditNoteBody(contactId: string, { creditNote, positions, rest }: CreditNoteBodyParts = {}) {
  return {
    creditNote: {
      objectName: 'CreditNote',
      mapAll: true,
      creditNoteNumber: 'GU-1000',
      creditNoteDate: '01.07.2026',
      deliveryDate: 1_782_856_800,
      contact: { id: contactId, objectName: 'Contact' },
      contactPerson: { id: 10_000_001, objectName: 'SevUser' },
      status: 100,
      header: 'Gutschrift GU-1000',
      currency: 'EUR',
      taxRule: { id: '9', objectName: 'TaxRule' },
      taxRate: 0,
      taxText: 'Umsatzsteuer 19%',
      bookingCategory: 'PROVISION',
      showNet: true,
      ...creditNote,
    },
    creditNotePosSave: positions ?? [creditNotePosition()],
    creditNotePosDelete: null,
    ...rest,
  };
}

/** Makes it a credit note for an invoice. */
export function forInvoice(invoiceId: string): Fields {
  return {
    bookingCategory: 'UNDERACHIEVEMENT',
    taxRule: { id: '1', objectName: 'TaxRule' },
    refSrcInvoice: { id: invoiceId, objectName: 'Invoice' },
  };
}

/** A position that sevdesk takes. */
export function creditNotePosition(fields: Fields = {}): Fields {
  return position({ objectName: 'CreditNotePos', ...fields });
}
