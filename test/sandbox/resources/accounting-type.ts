import { BOOKING_ACCOUNTS } from '../guidance/chart-of-accounts.ts';
import type { Resource } from './resource.ts';

/** What system 1.0 has instead of booking accounts (documentation, "VoucherPos"). Undocumented as a list; fields assumed. */
export const accountingType: Resource = {
  path: 'AccountingType',
  model: 'AccountingType',
  filters: {},
  furnish: (account) => {
    for (const { name } of BOOKING_ACCOUNTS) account.insert('AccountingType', { name });
  },
};
