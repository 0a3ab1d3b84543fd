import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import { openJsonFile } from './json-file.ts';
import type { Keys } from './keys.ts';
import type { LocalBackend } from './local-call.ts';
import { jsonBackend, operation } from './operation.ts';
import { deleteSecret, deleteSecretInput, restoreSecret } from './secret-deletion.ts';
import { describeSecret, listSecrets, listSecretsInput } from './secret-listing.ts';
import { openSecretStore, type Secret, type SecretStore } from './secret-store.ts';
import { findVersion, putVersion, stagesByVersion } from './secret-versions.ts';

const secretId = { SecretId: z.string().min(1).max(2048) };
const tags = z.array(z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) }));
const value = {
  SecretString: z.string().max(65_536).optional(),
  SecretBinary: z.base64().optional(),
  ClientRequestToken: z.string().min(32).max(64).optional(),
};
const about = { Description: z.string().max(2048).optional(), KmsKeyId: z.string().optional() };

const create = z.strictObject({
  Name: z.string().regex(/^[\w/+=.@!-]{1,512}$/, 'a name has letters, digits and -/_+=.@!'),
  ...value,
  ...about,
  Tags: tags.optional(),
});
const put = z.strictObject({ ...secretId, ...value, VersionStages: z.array(z.string()).min(1).max(20).optional() });
const update = z.strictObject({ ...secretId, ...value, ...about });
const get = z.strictObject({ ...secretId, VersionId: z.string().optional(), VersionStage: z.string().optional() });

const AWS_OWN_KEY = 'alias/aws/secretsmanager';

export interface SecretsManager {
  readonly backend: LocalBackend;
  readonly find: SecretStore['find'];
}

export interface SecretsManagerOptions {
  readonly region: string;
  readonly keys: Pick<Keys, 'find'>;
  readonly statePath: string | undefined;
}

/** Secrets Manager without rotation functions, replicas and resource policies. Of keys it knows which one a secret has. */
export function openSecretsManager({ region, keys, statePath }: SecretsManagerOptions): SecretsManager {
  const store = openSecretStore(openJsonFile(statePath), region);
  return {
    find: store.find,
    backend: jsonBackend({
      CreateSecret: operation(create, (input) => createSecret(store, withKey(keys, input))),
      GetSecretValue: operation(get, (input) => getSecretValue(store, input)),
      PutSecretValue: operation(put, (input) => putSecretValue(store, input)),
      UpdateSecret: operation(update, (input) => updateSecret(store, withKey(keys, input))),
      DescribeSecret: operation(z.strictObject(secretId), ({ SecretId }) => {
        const secret = store.get(SecretId);
        return { ...describeSecret(secret), VersionIdsToStages: stagesByVersion(secret) };
      }),
      ListSecrets: operation(listSecretsInput, (input) => listSecrets(store, input)),
      DeleteSecret: operation(deleteSecretInput, (input) => deleteSecret(store, input)),
      RestoreSecret: operation(z.strictObject(secretId), ({ SecretId }) => restoreSecret(store, SecretId)),
      TagResource: operation(z.strictObject({ ...secretId, Tags: tags }), ({ SecretId, Tags }) =>
        retag(store, SecretId, (old) => [
          ...withoutKeys(
            old,
            Tags.map(({ Key }) => Key),
          ),
          ...Tags,
        ]),
      ),
      UntagResource: operation(z.strictObject({ ...secretId, TagKeys: z.array(z.string()) }), ({ SecretId, TagKeys }) =>
        retag(store, SecretId, (old) => withoutKeys(old, TagKeys)),
      ),
    }),
  };
}

/** With the key's ARN, which is how lists show it; AWS' own key is the one that is not named. */
function withKey<I extends { KmsKeyId?: string | undefined }>(keys: Pick<Keys, 'find'>, input: I): I {
  if (input.KmsKeyId === undefined) return input;
  if (input.KmsKeyId === AWS_OWN_KEY) return { ...input, KmsKeyId: undefined };
  const key = keys.find(input.KmsKeyId);
  if (!key) throw new AwsError('EncryptionFailure', `There is no key ${input.KmsKeyId} in the local account.`);
  return { ...input, KmsKeyId: key.arn };
}

function createSecret(store: SecretStore, input: z.output<typeof create>): object {
  const existing = store.find(input.Name);
  if (existing?.name === input.Name) return createAgain(existing, input);
  const secret = store.add(input.Name);
  try {
    Object.assign(secret, { description: input.Description, kmsKeyId: input.KmsKeyId, tags: input.Tags ?? [] });
    const version = hasValue(input) ? putVersion(secret, newVersion(input)) : undefined;
    store.save();
    return { ARN: secret.arn, Name: secret.name, VersionId: version?.id };
  } catch (error) {
    store.remove(secret);
    throw error;
  }
}

/** A repeated call with its token and value succeeds; anything else finds the name taken. */
function createAgain(secret: Secret, input: z.output<typeof create>): object {
  if (secret.deletion) {
    throw new AwsError(
      'InvalidRequestException',
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  const version = secret.versions.find(({ id }) => id === input.ClientRequestToken);
  if (!version || version.secretString !== input.SecretString || version.secretBinary !== input.SecretBinary) {
    throw new AwsError(
      'ResourceExistsException',
      `The operation failed because the secret ${secret.name} already exists.`,
    );
  }
  return { ARN: secret.arn, Name: secret.name, VersionId: version.id };
}

function getSecretValue(store: SecretStore, input: z.output<typeof get>): object {
  const secret = store.getActive(input.SecretId);
  const version = findVersion(secret, { versionId: input.VersionId, stage: input.VersionStage });
  secret.readAtMs = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    SecretString: version.secretString,
    SecretBinary: version.secretBinary,
    VersionStages: version.stages,
    CreatedDate: version.createdAtMs / 1000,
  };
}

function putSecretValue(store: SecretStore, input: z.output<typeof put>): object {
  const secret = store.getActive(input.SecretId);
  const version = putVersion(secret, {
    ...newVersion(input),
    ...(input.VersionStages && { stages: input.VersionStages }),
  });
  store.save();
  return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: version.stages };
}

function updateSecret(store: SecretStore, input: z.output<typeof update>): object {
  const secret = store.getActive(input.SecretId);
  const version = hasValue(input) ? putVersion(secret, newVersion(input)) : undefined;
  secret.description = input.Description ?? secret.description;
  if (Object.hasOwn(input, 'KmsKeyId')) secret.kmsKeyId = input.KmsKeyId;
  secret.changedAtMs = Date.now();
  store.save();
  return { ARN: secret.arn, Name: secret.name, VersionId: version?.id };
}

function retag(store: SecretStore, id: string, change: (tags: Secret['tags']) => Secret['tags']): object {
  const secret = store.getActive(id);
  secret.tags = change(secret.tags);
  store.save();
  return {};
}

function withoutKeys(from: Secret['tags'], keys: readonly string[]): Secret['tags'] {
  return from.filter(({ Key }) => !keys.includes(Key));
}

function hasValue(input: { SecretString?: string | undefined; SecretBinary?: string | undefined }): boolean {
  return input.SecretString !== undefined || input.SecretBinary !== undefined;
}

function newVersion(input: z.output<typeof update> | z.output<typeof create>): Parameters<typeof putVersion>[1] {
  return { versionId: input.ClientRequestToken ?? randomUUID(), value: input };
}
