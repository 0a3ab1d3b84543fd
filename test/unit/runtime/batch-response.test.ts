import { expect, it } from 'vitest';
import { failedMessageIds } from '../../../infra/local/runtime/batch-response.ts';

const batch = [{ MessageId: 'a' }, { MessageId: 'b' }];

it.each([
  ['no answer', null, []],
  ['an empty answer', {}, []],
  ['an empty list', { batchItemFailures: [] }, []],
  ['null for a list', { batchItemFailures: null }, []],
  ['one failure', { batchItemFailures: [{ itemIdentifier: 'b' }] }, ['b']],
  ['a message of another batch', { batchItemFailures: [{ itemIdentifier: 'x' }] }, ['a', 'b']],
  ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }, ['a', 'b']],
  ['something else', 'ok', ['a', 'b']],
])('reads %s as AWS does', (_what, response, failed) => {
  expect([...failedMessageIds(response, batch)]).toEqual(failed);
});
