import {
  CreateSecretCommand,
  DeleteSecretCommand,
  InvalidNextTokenException,
  ListSecretsCommand,
  type ListSecretsCommandInput,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from './local-account.ts';

let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount();
});
afterAll(() => account.endpoint.close());

const token = (name: string): string => name.padEnd(32, '-');
const create = (Name: string, SecretString = 'one') =>
  account.secrets.send(new CreateSecretCommand({ Name, SecretString, ClientRequestToken: token('first') }));

async function names(input: ListSecretsCommandInput): Promise<(string | undefined)[]> {
  const { SecretList = [] } = await account.secrets.send(new ListSecretsCommand(input));
  return SecretList.map(({ Name }) => Name);
}

it('lists by name prefix, page by page, without skipping after a deletion', async () => {
  for (const name of ['paged/a', 'paged/b', 'paged/c']) await create(name);
  const query = { Filters: [{ Key: 'name' as const, Values: ['paged/'] }], MaxResults: 2 };
  const first = await account.secrets.send(new ListSecretsCommand(query));
  expect(first.SecretList?.map(({ Name }) => Name)).toEqual(['paged/a', 'paged/b']);
  expect(first.SecretList?.[0]?.SecretVersionsToStages).toEqual({ [token('first')]: ['AWSCURRENT'] });
  await account.secrets.send(new DeleteSecretCommand({ SecretId: 'paged/a', ForceDeleteWithoutRecovery: true }));
  expect(await names({ ...query, NextToken: first.NextToken })).toEqual(['paged/c']);
  const broken = account.secrets.send(new ListSecretsCommand({ NextToken: 'x' }));
  await expect(broken).rejects.toBeInstanceOf(InvalidNextTokenException);
});

it.each<[string, ListSecretsCommandInput['Filters'], string[]]>([
  ['a name prefix, with case', [{ Key: 'name', Values: ['filter/A', 'Filter/'] }], ['filter/A1']],
  [
    'no name prefix',
    [
      { Key: 'name', Values: ['filter/'] },
      { Key: 'name', Values: ['!filter/A'] },
    ],
    ['filter/b1'],
  ],
  ['a description prefix', [{ Key: 'description', Values: ['SECOND'] }], ['filter/b1']],
  [
    'a tag',
    [
      { Key: 'tag-key', Values: ['fil'] },
      { Key: 'tag-value', Values: ['A'] },
    ],
    ['filter/A1'],
  ],
])('filters by %s', async (_, Filters, expected) => {
  for (const [Name, Description] of [
    ['filter/A1', 'first one'],
    ['filter/b1', 'second one'],
  ] as const) {
    const Tags = [{ Key: 'filtered', Value: Name.slice(7) }];
    await account.secrets.send(
      new CreateSecretCommand({ Name, Description, Tags, SecretString: 's', ClientRequestToken: token('f') }),
    );
  }
  expect(await names({ Filters })).toEqual(expected);
});

it('leaves out secrets pending deletion unless asked for them', async () => {
  await create('leaving');
  await account.secrets.send(new DeleteSecretCommand({ SecretId: 'leaving' }));
  const query = { Filters: [{ Key: 'name' as const, Values: ['leaving'] }] };
  expect(await names(query)).toEqual([]);
  expect(await names({ ...query, IncludePlannedDeletion: true })).toEqual(['leaving']);
});
