import { TAX_RULES } from '../guidance/tax-rules.ts';
import type { Resource } from './resource.ts';

/** Tax rules. Undocumented; ids are the same in every account, fields are how clients read them (practice). */
export const taxRule: Resource = {
  path: 'TaxRule',
  model: 'TaxRule',
  filters: {},
  furnish: (account) => {
    for (const { id, name, code } of TAX_RULES) account.insert('TaxRule', { id, name, code, sevClient: undefined });
  },
};
