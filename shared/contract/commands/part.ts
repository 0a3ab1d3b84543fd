import * as z from 'zod/mini';
import { decimal, described, ownName, sevdeskId, text, unit } from './fields.ts';

/**
 * Data of `part.upsert`, a product (Artikel): updates the one with this `id`, `externalId` or `partNumber`, and creates it
 * where there is none.
 */
export const partUpsertData = z.strictObject({
  id: z.optional(sevdeskId),
  externalId: z.optional(ownName),
  partNumber: ownName,
  name: text(255),
  description: z.optional(text(10_000)),
  price: described('Net price of one.', z.optional(decimal)),
  unit: z.optional(unit),
  taxRate: described(
    'Percent; 19 for a new one unless given. sevdesk allows no other rates.',
    z.optional(z.enum(['0', '7', '19'])),
  ),
});
