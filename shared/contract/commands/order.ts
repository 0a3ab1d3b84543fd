import * as v from 'valibot';
import { closedObject } from '../json-object.ts';
import { documentFields, documentPosition, positions, reference } from './document-fields.ts';
import { described, oneOf, recordReference } from './fields.ts';

const orderPosition = closedObject({
  ...documentPosition.entries,
  optional: described('Offered, but not part of the sum.', v.optional(v.boolean())),
});

/** Data of `order.create`: a draft. */
export const orderCreateData = closedObject({
  reference,
  kind: described(
    'Estimate (Angebot, the default), confirmation (Auftragsbestätigung) or delivery note (Lieferschein).',
    v.optional(oneOf(['estimate', 'confirmation', 'delivery_note'])),
  ),
  contact: recordReference,
  ...documentFields,
  positions: positions(orderPosition),
});
