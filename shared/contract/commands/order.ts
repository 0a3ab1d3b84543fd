import * as z from 'zod/mini';
import { documentFields, documentPosition, positions, reference } from './document-fields.ts';
import { described, recordReference } from './fields.ts';

const orderPosition = z.strictObject({
  ...documentPosition.shape,
  optional: described('Offered, but not part of the sum.', z.optional(z.boolean())),
});

/** Data of `order.create`: a draft. */
export const orderCreateData = z.strictObject({
  reference,
  kind: described(
    'Estimate (Angebot, the default), confirmation (Auftragsbestätigung) or delivery note (Lieferschein).',
    z.optional(z.enum(['estimate', 'confirmation', 'delivery_note'])),
  ),
  contact: recordReference,
  ...documentFields,
  positions: positions(orderPosition),
});
