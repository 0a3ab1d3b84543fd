import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from './local-account.ts';

let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount();
});
afterAll(() => account.endpoint.close());

const entry = { Source: 'relay', DetailType: 'Changed', Detail: '{}' };

it('answers success for a bus that does not exist', async () => {
  const answer = await account.events.send(new PutEventsCommand({ Entries: [{ ...entry, EventBusName: 'missing' }] }));
  expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
});

it('takes the good entries and names what is wrong with the others', async () => {
  const Entries = [
    { ...entry, Detail: 'no JSON' },
    { ...entry, Detail: '[]' },
    entry,
    { ...entry, Source: '' },
    { ...entry, Source: 'aws.s3' },
  ];
  const answer = await account.events.send(new PutEventsCommand({ Entries }));
  expect(answer.FailedEntryCount).toBe(4);
  expect(answer.Entries).toMatchObject([
    { ErrorCode: 'MalformedDetail' },
    { ErrorCode: 'MalformedDetail' },
    { EventId: expect.any(String) },
    { ErrorCode: 'InvalidArgument', ErrorMessage: expect.stringContaining('Source is a required argument') },
    { ErrorCode: 'NotAuthorizedForSourceException' },
  ]);
});
