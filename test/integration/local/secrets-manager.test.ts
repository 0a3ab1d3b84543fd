import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  InvalidParameterException,
  InvalidRequestException,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  RestoreSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type LocalAccount, startLocalAccount } from './local-account.ts';

let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount();
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => account.endpoint.close());

const token = (name: string): string => name.padEnd(32, '-');
const create = (Name: string, SecretString = 'one') =>
  account.secrets.send(new CreateSecretCommand({ Name, SecretString, ClientRequestToken: token('first') }));
const read = (SecretId: string | undefined, version: { VersionId?: string; VersionStage?: string } = {}) =>
  account.secrets.send(new GetSecretValueCommand({ SecretId, ...version }));

it('finds a secret by name, by ARN and by ARN without suffix', async () => {
  const { ARN = '' } = await create('found/by');
  expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-central-1:000000000000:secret:found\/by-[A-Za-z0-9]{6}$/);
  for (const id of ['found/by', ARN, ARN.slice(0, -7)]) {
    expect(await read(id)).toMatchObject({ ARN, Name: 'found/by', SecretString: 'one', CreatedDate: expect.any(Date) });
  }
});

it('keeps binary values', async () => {
  await account.secrets.send(new CreateSecretCommand({ Name: 'binary', SecretBinary: new Uint8Array([0, 255]) }));
  expect((await read('binary')).SecretBinary).toEqual(new Uint8Array([0, 255]));
});

it('throws modeled errors', async () => {
  await create('taken');
  await expect(create('taken', 'two')).rejects.toBeInstanceOf(ResourceExistsException);
  await expect(read('missing')).rejects.toBeInstanceOf(ResourceNotFoundException);
  await expect(read('taken', { VersionStage: 'AWSPREVIOUS' })).rejects.toBeInstanceOf(ResourceNotFoundException);
  await expect(read('taken', { VersionId: token('none') })).rejects.toBeInstanceOf(ResourceNotFoundException);
  const empty = new PutSecretValueCommand({ SecretId: 'taken' });
  await expect(account.secrets.send(empty)).rejects.toBeInstanceOf(InvalidParameterException);
});

it.each([
  [{ Name: 'spaces are no good' }, 'Parameter Name is not valid: a name has letters, digits and -/_+=.@!'],
  [{ Name: 'x', AddReplicaRegions: [] }, 'Parameter AddReplicaRegions is not supported by the local account'],
])('refuses %j', async (input, message) => {
  await expect(account.secrets.send(new CreateSecretCommand(input))).rejects.toMatchObject({
    name: 'ValidationException',
    message,
  });
});

it('moves AWSCURRENT to a new value and AWSPREVIOUS to the one before', async () => {
  const { VersionId: first } = await create('rotated');
  const put = (SecretString: string) =>
    account.secrets.send(new PutSecretValueCommand({ SecretId: 'rotated', SecretString }));
  const { VersionId: second } = await put('two');
  expect((await read('rotated')).SecretString).toBe('two');
  expect((await read('rotated', { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('one');
  const { VersionId: third = '' } = await put('three');
  const { VersionIdsToStages } = await account.secrets.send(new DescribeSecretCommand({ SecretId: 'rotated' }));
  expect(VersionIdsToStages).toEqual({ [second ?? '']: ['AWSPREVIOUS'], [third]: ['AWSCURRENT'] });
  expect((await read('rotated', { VersionId: first })).SecretString).toBe('one');
});

it('stores a pending value beside the current one', async () => {
  await create('pending');
  const pending = { SecretId: 'pending', SecretString: 'next', VersionStages: ['AWSPENDING'] };
  await account.secrets.send(new PutSecretValueCommand(pending));
  expect((await read('pending')).SecretString).toBe('one');
  expect((await read('pending', { VersionStage: 'AWSPENDING' })).SecretString).toBe('next');
});

it('makes one version of repeated calls with a token, and refuses another value for it', async () => {
  const created = await create('repeated');
  expect(await create('repeated')).toMatchObject({ ARN: created.ARN, VersionId: token('first') });
  const put = (SecretString: string) =>
    account.secrets.send(
      new PutSecretValueCommand({ SecretId: 'repeated', SecretString, ClientRequestToken: token('second') }),
    );
  expect((await put('two')).VersionId).toBe(token('second'));
  expect((await put('two')).VersionStages).toEqual(['AWSCURRENT']);
  await expect(put('three')).rejects.toBeInstanceOf(ResourceExistsException);
});

it('updates description and value', async () => {
  await create('updated');
  const { VersionId } = await account.secrets.send(new UpdateSecretCommand({ SecretId: 'updated', Description: 'd' }));
  expect(VersionId).toBeUndefined();
  await account.secrets.send(new UpdateSecretCommand({ SecretId: 'updated', SecretString: 'two' }));
  expect((await read('updated')).SecretString).toBe('two');
  expect(await account.secrets.send(new DescribeSecretCommand({ SecretId: 'updated' }))).toMatchObject({
    Description: 'd',
    LastAccessedDate: expect.any(Date),
  });
});

it('changes tags', async () => {
  await create('tagged');
  const tag = (Key: string, Value: string) =>
    account.secrets.send(new TagResourceCommand({ SecretId: 'tagged', Tags: [{ Key, Value }] }));
  await tag('a', '1');
  await tag('b', '2');
  await tag('a', '3');
  await account.secrets.send(new UntagResourceCommand({ SecretId: 'tagged', TagKeys: ['b'] }));
  const { Tags } = await account.secrets.send(new DescribeSecretCommand({ SecretId: 'tagged' }));
  expect(Tags).toEqual([{ Key: 'a', Value: '3' }]);
});

it('blocks a deleted secret and its name until it is restored', async () => {
  await create('restored');
  const { DeletionDate } = await account.secrets.send(new DeleteSecretCommand({ SecretId: 'restored' }));
  expect(DeletionDate?.getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);
  await expect(read('restored')).rejects.toBeInstanceOf(InvalidRequestException);
  await expect(create('restored')).rejects.toBeInstanceOf(InvalidRequestException);
  await account.secrets.send(new RestoreSecretCommand({ SecretId: 'restored' }));
  expect((await read('restored')).SecretString).toBe('one');
});

it('frees the name when the recovery window ends', async () => {
  await create('expired');
  await account.secrets.send(new DeleteSecretCommand({ SecretId: 'expired', RecoveryWindowInDays: 7 }));
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 8 * 86_400_000 });
  await expect(read('expired')).rejects.toBeInstanceOf(ResourceNotFoundException);
  await create('expired', 'two');
  expect((await read('expired')).SecretString).toBe('two');
});

it('frees the name at once when forced', async () => {
  await create('forced');
  const force = new DeleteSecretCommand({ SecretId: 'forced', ForceDeleteWithoutRecovery: true });
  await account.secrets.send(force);
  await expect(read('forced')).rejects.toBeInstanceOf(ResourceNotFoundException);
  await create('forced', 'two');
  expect((await read('forced')).SecretString).toBe('two');
});
