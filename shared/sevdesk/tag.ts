import type { Resource } from '../domain/resource.ts';
import { scalar } from '../domain/sevdesk-record.ts';

/** Tags; which records carry them is not told. They have no `update` as documented. Source: sevdesk's documentation, "Tag". */
export const tag: Resource<'Tag'> = {
  name: 'Tag',
  prefix: 'tag',
  path: 'Tag',
  query: {},
  strategy: 'listing',
  everyIntervals: 6,
  volatile: ['update'],
  summarize: (record) => ({ name: scalar(record, 'name') ?? null }),
  meanings: [],
};
