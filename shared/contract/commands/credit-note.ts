import * as z from 'zod/mini';
import { documentPosition, positions, reference } from './document-fields.ts';
import { date, described, recordReference, text } from './fields.ts';

/** Data of `credit_note.create` (Gutschrift): a draft for an invoice, over all of its positions or those given. */
export const creditNoteCreateData = z.strictObject({
  reference,
  invoice: recordReference,
  date,
  header: z.optional(text(255)),
  headText: z.optional(text(10_000)),
  footText: z.optional(text(10_000)),
  positions: described(
    "What is credited, with the invoice's tax rates; net or gross as on the invoice.",
    z.optional(positions(documentPosition)),
  ),
});
