import { equals } from '../http/filter.ts';
import type { Resource } from './resource.ts';

/** Ids: documentation, "Contact"; those of addresses are practice, 47 is measured. */
const CATEGORIES: readonly (readonly [id: string, objectType: string, name: string])[] = [
  ['2', 'Contact', 'Lieferant'],
  ['3', 'Contact', 'Kunde'],
  ['4', 'Contact', 'Partner'],
  ['28', 'Contact', 'Interessent'],
  ['43', 'ContactAddress', 'Arbeit'],
  ['47', 'ContactAddress', 'Rechnungsanschrift'],
];

/** Categories of contacts and addresses. Undocumented but for `objectType` (documentation, "Part"). */
export const category: Resource = {
  path: 'Category',
  model: 'Category',
  filters: { objectType: equals('objectType') },
  furnish: (account) => {
    for (const [id, objectType, name] of CATEGORIES) account.insert('Category', { id, objectType, name });
  },
};
