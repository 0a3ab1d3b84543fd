import { setTimeout } from 'node:timers/promises';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  RestoreSecretCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as v from 'valibot';
import { TENANT_ID_PATTERN, TOKEN_FORM, TOKEN_PATTERN } from '../contract/names.ts';
import { parseJson } from '../contract/parse-json.ts';
import { SecretBeingDeleted } from '../domain/secret-being-deleted.ts';

/** A token as read: usable, in a shape that is not ours, or not there. */
export type StoredToken =
  | { readonly kind: 'token'; readonly token: string; readonly version: string }
  | { readonly kind: 'invalid'; readonly version: string; readonly message: string }
  | { readonly kind: 'missing' };

/** A tenant's secret as the list shows it: enough to see that it is new. */
export interface ListedSecret {
  readonly tenantId: string;
  readonly version: string;
  /** What it is encrypted with, as ARN, id or alias; AWS' own key for Secrets Manager where there is none. */
  readonly keyId?: string;
}

/** Where tokens are: one secret per tenant, value `{"token":"…"}`, found by its prefix. The only door to them. */
export interface TokenStore {
  read(tenantId: string): Promise<StoredToken>;
  /** `onIgnored` is told of secrets below the prefix whose names are no tenant ids, as much of each as can't be a token. */
  list(onIgnored?: (name: string) => void): AsyncIterable<ListedSecret>;
  /**
   * Stores a token that was tested; returns its version. A secret that is there keeps its key, one that is about to be deleted is taken back.
   * @throws SecretBeingDeleted
   */
  store(tenantId: string, token: string): Promise<string>;
  /** Deletes the secret without recovery, so that its name is free at once. One that is not there is no error. */
  remove(tenantId: string): Promise<void>;
}

const secretValue = v.object({ token: v.pipe(v.string(), v.regex(TOKEN_PATTERN)) });

const SHAPE_MESSAGE = `The secret must be {"token":"<token of sevdesk>"}: JSON with one text "token" of ${TOKEN_FORM}.`;

export interface TokenStoreOptions {
  /** What new secrets are encrypted with. Reading needs none: a secret knows its key. */
  readonly keyAlias?: string;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

export function tokenStore(
  client: SecretsManagerClient,
  prefix: string,
  { keyAlias, sleep = setTimeout }: TokenStoreOptions = {},
): TokenStore {
  return {
    async read(tenantId) {
      try {
        const answer = await client.send(new GetSecretValueCommand({ SecretId: `${prefix}${tenantId}` }));
        return readSecret(answer.SecretString, answer.VersionId ?? '');
      } catch (error) {
        if (error instanceof ResourceNotFoundException || isMarkedForDeletion(error)) return { kind: 'missing' };
        throw error;
      }
    },
    list: (onIgnored = () => undefined) => listSecrets(client, prefix, onIgnored),
    async store(tenantId, token) {
      const secret = { name: `${prefix}${tenantId}`, value: JSON.stringify({ token }), keyAlias };
      for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt += 1) {
        try {
          return await createOrPut(client, secret);
        } catch (error) {
          if (!isMarkedForDeletion(error)) throw error;
          await sleep(PAUSE_MS);
        }
      }
      return createOrRestore(client, secret);
    },
    async remove(tenantId) {
      await client.send(
        new DeleteSecretCommand({ SecretId: `${prefix}${tenantId}`, ForceDeleteWithoutRecovery: true }),
      );
    },
  };
}

/** Never quotes the value: a wrong shape may still hold a token. */
function readSecret(value: string | undefined, version: string): StoredToken {
  const parsed = v.safeParse(secretValue, parseJson(value ?? ''));
  return parsed.success
    ? { kind: 'token', token: parsed.output.token, version }
    : { kind: 'invalid', version, message: SHAPE_MESSAGE };
}

/** A secret within its recovery window answers InvalidRequestException. */
function isMarkedForDeletion(error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidRequestException';
}

/** Deleted without recovery, a name is free again after some seconds (assumed). */
const MOST_ATTEMPTS = 5;
const PAUSE_MS = 1000;

interface NewSecret {
  readonly name: string;
  readonly value: string;
  readonly keyAlias: string | undefined;
}

async function createOrPut(client: SecretsManagerClient, secret: NewSecret): Promise<string> {
  const { name, value, keyAlias } = secret;
  try {
    const made = await client.send(new CreateSecretCommand({ Name: name, SecretString: value, KmsKeyId: keyAlias }));
    return made.VersionId ?? '';
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    return put(client, secret);
  }
}

/**
 * Deleted in the console, a name stays taken for the days in which the secret can be restored. After a crash in between, the old token is
 * current again, and the sweep connects the tenant with it if it still works: whoever stores a token wants the tenant connected.
 */
async function createOrRestore(client: SecretsManagerClient, secret: NewSecret): Promise<string> {
  try {
    return await createOrPut(client, secret);
  } catch (error) {
    if (!isMarkedForDeletion(error)) throw error;
  }
  try {
    await client.send(new RestoreSecretCommand({ SecretId: secret.name }));
    return await put(client, secret);
  } catch (cause) {
    // Deleted without recovery, there is nothing to restore, or soon will not be.
    if (isMarkedForDeletion(cause) || cause instanceof ResourceNotFoundException)
      throw new SecretBeingDeleted({ cause });
    throw cause;
  }
}

async function put(client: SecretsManagerClient, { name, value }: NewSecret): Promise<string> {
  const answer = await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
  return answer.VersionId ?? '';
}

/** Names that are no tenant id behind the prefix are not ours. */
async function* listSecrets(
  client: SecretsManagerClient,
  prefix: string,
  onIgnored: (name: string) => void,
): AsyncGenerator<ListedSecret> {
  let next: string | undefined;
  do {
    const page = await client.send(
      new ListSecretsCommand({
        Filters: [{ Key: 'name', Values: [prefix] }],
        MaxResults: 100,
        ...(next && { NextToken: next }),
      }),
    );
    for (const { Name = '', SecretVersionsToStages = {}, KmsKeyId } of page.SecretList ?? []) {
      if (!Name.startsWith(prefix)) continue;
      const tenantId = Name.slice(prefix.length);
      const current = Object.entries(SecretVersionsToStages).find(([, stages]) => stages.includes('AWSCURRENT'));
      if (!TENANT_ID_PATTERN.test(tenantId)) onIgnored(shortened(tenantId));
      else if (current) yield { tenantId, version: current[0], ...(KmsKeyId !== undefined && { keyId: KmsKeyId }) };
    }
    next = page.NextToken;
  } while (next);
}

/** Too short for a token: somebody may have put one where the tenant's id belongs. */
function shortened(name: string): string {
  return name.length < 8 ? name : `${name.slice(0, 3)}… (${name.length} characters)`;
}
