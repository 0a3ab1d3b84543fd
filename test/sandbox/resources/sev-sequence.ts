import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import { SEQUENCES } from '../numbers/sequence.ts';
import type { ApiCall, Resource } from './resource.ts';

/** Sequences of document numbers (Nummernkreise). Undocumented but for `getByType` ("The credit note number"). */
export const sevSequence: Resource = {
  path: 'SevSequence',
  model: 'SevSequence',
  filters: {},
  actions: [{ method: 'GET', path: 'Factory/getByType', run: getByType }],
  furnish: (account) => {
    for (const sequence of SEQUENCES) account.insert('SevSequence', { ...sequence, nextSequence: '1000' });
  },
};

/** A preview: two drafts read the same number (measured). The refusal is assumed. */
function getByType({ account, query }: ApiCall): ApiAnswer {
  const found = account
    .records('SevSequence')
    .find(({ forObject, type }) => forObject === query.get('objectType') && type === query.get('type'));
  if (!found) throw refuse(400, 'There is no sequence for this objectType and type');
  return objects(found);
}
