import { equals, ofDocument, refersTo } from '../http/filter.ts';
import type { Resource } from './resource.ts';

/** Positions of invoices, made with their invoice. Source: sevdesk's documentation, "InvoicePos". */
export const invoicePosition: Resource = {
  path: 'InvoicePos',
  model: 'InvoicePos',
  filters: { id: equals('id'), 'invoice[id]': ofDocument('invoice', 'Invoice'), 'part[id]': refersTo('part', 'Part') },
};
