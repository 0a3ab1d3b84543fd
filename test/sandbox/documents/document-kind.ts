/** What sets invoices, credit notes and orders apart in what they share. */
export interface DocumentKind {
  readonly model: 'Invoice' | 'CreditNote' | 'Order';
  /** Key of the document in what factories take and answer; its positions are `<key>Pos`, `<key>PosSave`, `<key>PosDelete`. */
  readonly key: string;
  readonly numberField: string;
  readonly dateField: string;
  readonly dates: readonly string[];
  /** Fields that must be there besides those of every document (documentation). */
  readonly required: readonly string[];
}

export const INVOICE: DocumentKind = {
  model: 'Invoice',
  key: 'invoice',
  numberField: 'invoiceNumber',
  dateField: 'invoiceDate',
  dates: ['invoiceDate', 'deliveryDate', 'deliveryDateUntil'],
  required: [],
};

export const CREDIT_NOTE: DocumentKind = {
  model: 'CreditNote',
  key: 'creditNote',
  numberField: 'creditNoteNumber',
  dateField: 'creditNoteDate',
  dates: ['creditNoteDate', 'deliveryDate', 'deliveryDateUntil'],
  required: ['header', 'taxText', 'deliveryDate', 'bookingCategory'],
};

export const ORDER: DocumentKind = {
  model: 'Order',
  key: 'order',
  numberField: 'orderNumber',
  dateField: 'orderDate',
  dates: ['orderDate'],
  required: ['orderNumber', 'header', 'taxText', 'version'],
};
