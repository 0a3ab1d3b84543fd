import { equals } from '../http/filter.ts';
import { anyTime, plainRecord } from './plain-record.ts';
import type { Resource } from './resource.ts';

/** Tags. Source: sevdesk's documentation, "Tag", where they have no `update`; `POST /Tag` is not documented (practice). */
export const tag: Resource = {
  path: 'Tag',
  filters: { id: equals('id'), name: equals('name') },
  ...plainRecord({ model: 'Tag', defaults: { name: 'Neu' }, required: ['name'], late: () => ({ update: undefined }) }),
  remove: anyTime,
  sample: () => (n) => ({ name: `${['Projekt', 'Messe', 'Filiale'][n % 3]} ${n}` }),
};
