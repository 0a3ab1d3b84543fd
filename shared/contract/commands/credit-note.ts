import * as v from 'valibot';
import { closedObject } from '../json-object.ts';
import { documentPosition, positions, reference } from './document-fields.ts';
import { date, described, recordReference, text } from './fields.ts';

/** Data of `credit_note.create` (Gutschrift): a draft for an invoice, over all of its positions or those given. */
export const creditNoteCreateData = closedObject({
  reference,
  invoice: recordReference,
  date,
  header: v.optional(text(255)),
  headText: v.optional(text(10_000)),
  footText: v.optional(text(10_000)),
  positions: described(
    "What is credited, with the invoice's tax rates; net or gross as on the invoice.",
    v.optional(positions(documentPosition)),
  ),
});
