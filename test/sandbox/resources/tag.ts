import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import { requireReference } from '../http/check-references.ts';
import { equals } from '../http/filter.ts';
import { isFields, reference } from '../wire-record.ts';
import { anyTime, plainRecord } from './plain-record.ts';
import type { ApiCall, Resource } from './resource.ts';
import { makeTagRelation } from './tag-relation.ts';

/** What can be tagged (documentation, "Tag"). */
const TAGGED = ['Invoice', 'Voucher', 'Order', 'CreditNote'];

const plain = plainRecord({
  model: 'Tag',
  defaults: { name: 'Neu' },
  required: ['name'],
  late: () => ({ update: undefined }),
});

/** Tags. Source: sevdesk's documentation, "Tag", where they have no `update`; `POST /Tag` is not documented (practice). */
export const tag: Resource = {
  path: 'Tag',
  filters: { id: equals('id'), name: equals('name') },
  ...plain,
  remove: anyTime,
  actions: [{ method: 'POST', path: 'Factory/create', run: createTag }],
  sample: () => (n) => ({ name: `${['Projekt', 'Messe', 'Filiale'][n % 3]} ${n}` }),
};

/**
 * `POST /Tag/Factory/create`: tags a document, and answers 200 with the relation (documentation, "Tag"). That a tag of that name
 * is used again, and the refusals, are assumed.
 */
function createTag({ account, body: { name, object } }: ApiCall): ApiAnswer {
  const model = isFields(object) ? String(object.objectName) : '';
  if (!name || !TAGGED.includes(model)) throw refuse(400, `name and an object of ${TAGGED.join(', ')} are required`);
  requireReference(account, { field: 'object', value: object, model });
  const atMs = account.now;
  const found = account.records('Tag').find((candidate) => candidate.name === name);
  const tagged = reference(found ?? plain.make(account, { fields: { name }, atMs }));
  return objects(makeTagRelation(account, { fields: { tag: tagged, object }, atMs }));
}
