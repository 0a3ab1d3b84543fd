import { refersTo } from '../http/filter.ts';
import type { Resource } from './resource.ts';

/** What was booked on which transaction. Undocumented; filters by documents are ignored (measured). */
export const checkAccountTransactionLog: Resource = {
  path: 'CheckAccountTransactionLog',
  model: 'CheckAccountTransactionLog',
  filters: { 'checkAccountTransaction[id]': refersTo('checkAccountTransaction', 'CheckAccountTransaction') },
};
