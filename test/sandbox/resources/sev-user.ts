import type { Resource } from './resource.ts';

/** The users of an account. Undocumented, used by every client as the source of `contactPerson` (practice). */
export const sevUser: Resource = {
  path: 'SevUser',
  model: 'SevUser',
  filters: {},
  furnish: (account) => {
    account.insert('SevUser', {
      fullname: `Owner of ${account.identity.name}`,
      firstName: 'Owner',
      lastName: account.identity.name,
      username: `owner-${account.identity.sevClientId}@example.com`,
      email: `owner-${account.identity.sevClientId}@example.com`,
      status: '100',
      role: null,
      languageCode: 'de_DE',
    });
  },
};
