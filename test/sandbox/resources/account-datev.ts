import { BOOKING_ACCOUNTS } from '../guidance/chart-of-accounts.ts';
import type { Resource } from './resource.ts';

/** The booking accounts of the account's chart. Undocumented; knows no filters (measured). Field names are assumed. */
export const accountDatev: Resource = {
  path: 'AccountDatev',
  model: 'AccountDatev',
  filters: {},
  furnish: (account) => {
    for (const { name, description, ...row } of BOOKING_ACCOUNTS) {
      const [id, number] = row[account.identity.chart];
      account.insert('AccountDatev', { id, number, name, description });
    }
  },
};
