import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { TENANT_ID_PATTERN } from '../contract/names.ts';

/** A token as read: usable, in a shape that is not ours, or not there. */
export type StoredToken =
  | { readonly kind: 'token'; readonly token: string; readonly version: string }
  | { readonly kind: 'invalid'; readonly version: string; readonly message: string }
  | { readonly kind: 'missing' };

/** A tenant's secret as the list shows it: enough to see that it is new. */
export interface ListedSecret {
  readonly tenantId: string;
  readonly version: string;
}

/** Where tokens are: one secret per tenant, value `{"token":"…"}`, found by its prefix. The only door to them. */
export interface TokenStore {
  read(tenantId: string): Promise<StoredToken>;
  list(): AsyncIterable<ListedSecret>;
  /** Stores a token that was tested; returns its version. */
  store(tenantId: string, token: string): Promise<string>;
  /** Deletes the secret without recovery, so that its name is free at once. One that is not there is no error. */
  remove(tenantId: string): Promise<void>;
}

const secretValue = z.object({ token: z.string().check(z.regex(/^[\x21-\x7e]{8,256}$/)) });

const SHAPE_MESSAGE =
  'The secret must be {"token":"<token of sevdesk>"}: JSON with one text "token" of 8 to 256 ASCII characters without blanks.';

export function tokenStore(client: SecretsManagerClient, prefix: string): TokenStore {
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
    list: () => listSecrets(client, prefix),
    async store(tenantId, token) {
      const secret = { name: `${prefix}${tenantId}`, value: JSON.stringify({ token }) };
      const answer = await createOrPut(client, secret);
      return answer.VersionId ?? '';
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
  const parsed = secretValue.safeParse(parseJson(value));
  return parsed.success
    ? { kind: 'token', token: parsed.data.token, version }
    : { kind: 'invalid', version, message: SHAPE_MESSAGE };
}

function parseJson(value: string | undefined): unknown {
  try {
    return JSON.parse(value ?? '');
  } catch {
    return undefined;
  }
}

/** A secret within its recovery window answers InvalidRequestException. */
function isMarkedForDeletion(error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidRequestException';
}

async function createOrPut(client: SecretsManagerClient, { name, value }: { name: string; value: string }) {
  try {
    return await client.send(new CreateSecretCommand({ Name: name, SecretString: value }));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    return client.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
  }
}

/** Names that are no tenant id behind the prefix are not ours. */
async function* listSecrets(client: SecretsManagerClient, prefix: string): AsyncGenerator<ListedSecret> {
  let next: string | undefined;
  do {
    const page = await client.send(
      new ListSecretsCommand({
        Filters: [{ Key: 'name', Values: [prefix] }],
        MaxResults: 100,
        ...(next && { NextToken: next }),
      }),
    );
    for (const { Name = '', SecretVersionsToStages = {} } of page.SecretList ?? []) {
      const tenantId = Name.startsWith(prefix) ? Name.slice(prefix.length) : '';
      const current = Object.entries(SecretVersionsToStages).find(([, stages]) => stages.includes('AWSCURRENT'));
      if (TENANT_ID_PATTERN.test(tenantId) && current) yield { tenantId, version: current[0] };
    }
    next = page.NextToken;
  } while (next);
}
