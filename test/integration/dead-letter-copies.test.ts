import { afterAll, beforeAll, expect, it } from 'vitest';
import { deadLetters } from '../../shared/aws/command-queue.ts';
import { deadLetterCopies } from '../../shared/aws/dead-letter-copies.ts';
import { commandLetter, refusedLetter } from '../../shared/domain/letter-name.ts';
import { createQueue, type LocalAccount, receive, startLocalAccount } from './local/local-account.ts';

let account: LocalAccount;
let queueUrl: string;
beforeAll(async () => {
  account = await startLocalAccount();
  queueUrl = await createQueue(account, 'letters.fifo', { FifoQueue: 'true' });
});
afterAll(() => account.endpoint.close());

it('are deleted by name and run, and all others are there as before', async () => {
  const failure = { reason: 'invalid_command', message: 'No.', retryable: false } as const;
  const send = deadLetters(account.sqs, queueUrl);
  const letter = (commandId: string, run = 1) => commandLetter({ tenantId: 'acme', commandId, run });
  const refused = refusedLetter({ group: 'acme', messageId: 'm1' });
  const all = [...Array.from({ length: 12 }, (_, index) => letter(`c${index}`)), letter('c3', 2), refused];
  for (const name of all) await send({ ...name, body: JSON.stringify(name), attempts: 1, failure });

  const deleteCopies = deadLetterCopies(account.sqs, queueUrl);
  expect(await deleteCopies([])).toBe(0);
  expect(await deleteCopies([letter('c3'), letter('c11'), refused, letter('not there')])).toBe(3);

  const left = [];
  for (let copy = await receive(account, queueUrl, 1); copy; copy = await receive(account, queueUrl, 0)) {
    left.push(JSON.parse(copy.Body ?? '').deduplicationId);
  }
  const gone = ['c3:1', 'c11:1', 'm1'];
  expect(left.sort()).toEqual(
    all
      .map(({ deduplicationId }) => deduplicationId)
      .filter((id) => !gone.includes(id))
      .sort(),
  );
});
