import { plainRecord } from './plain-record.ts';
import type { Resource } from './resource.ts';

const plain = plainRecord({
  model: 'TagRelation',
  defaults: {},
  alsoWritable: ['tag', 'object'],
  required: ['tag', 'object'],
  refersTo: { tag: 'Tag' },
  late: () => ({ update: undefined }),
});

/** A tag on a record, as the factory of tags and `POST /TagRelation` make it. */
export const makeTagRelation = plain.make;

/** What carries which tag. Source: sevdesk's documentation, "Tag"; `POST /TagRelation` is not documented (practice). */
export const tagRelation: Resource = {
  path: 'TagRelation',
  model: 'TagRelation',
  filters: {},
  create: plain.create,
};
