import * as v from 'valibot';
import { closedObject } from '../json-object.ts';
import { decimal, described, oneOf, ownName, sevdeskId, text, unit } from './fields.ts';

/**
 * Data of `part.upsert`, a product (Artikel): updates the one with this `id`, `externalId` or `partNumber`, and creates it
 * where there is none.
 */
export const partUpsertData = closedObject({
  id: v.optional(sevdeskId),
  externalId: v.optional(ownName),
  partNumber: ownName,
  name: text(255),
  description: v.optional(text(10_000)),
  price: described('Net price of one.', v.optional(decimal)),
  unit: v.optional(unit),
  taxRate: described(
    'Percent; 19 for a new one unless given. sevdesk allows no other rates.',
    v.optional(oneOf(['0', '7', '19'])),
  ),
});
