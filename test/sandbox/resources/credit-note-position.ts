import { ofDocument } from '../http/filter.ts';
import type { Resource } from './resource.ts';

/** Positions of credit notes, made with them. Source: sevdesk's documentation, "CreditNotePos". */
export const creditNotePosition: Resource = {
  path: 'CreditNotePos',
  model: 'CreditNotePos',
  filters: { 'creditNote[id]': ofDocument('creditNote', 'CreditNote') },
};
