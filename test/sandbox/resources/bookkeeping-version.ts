import { objects } from '../http/api-answer.ts';
import type { Resource } from './resource.ts';

/** Source: sevdesk's documentation, "Basics": which bookkeeping system the account has. */
export const bookkeepingVersion: Resource = {
  path: 'Tools',
  model: 'Tools',
  actions: [
    {
      method: 'GET',
      path: 'bookkeepingSystemVersion',
      run: ({ account }) => objects({ version: account.identity.bookkeepingVersion }),
    },
  ],
};
