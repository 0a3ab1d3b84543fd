import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import { listPage } from './list-page.ts';
import type { Secret, SecretStore } from './secret-store.ts';
import { stagesByVersion } from './secret-versions.ts';

const filterSchema = z.strictObject({
  Key: z.enum(['name', 'description', 'tag-key', 'tag-value']),
  Values: z.array(z.string()).min(1).max(10),
});

export const listSecretsInput = z.strictObject({
  MaxResults: z.int().min(1).max(100).optional(),
  NextToken: z.string().optional(),
  Filters: z.array(filterSchema).max(10).optional(),
  SortOrder: z.enum(['asc', 'desc']).optional(),
  IncludePlannedDeletion: z.boolean().optional(),
});

type SecretFilter = z.output<typeof filterSchema>;

/** Sorted by creation, oldest first unless asked otherwise; AWS promises no order. */
export function listSecrets(store: SecretStore, input: z.output<typeof listSecretsInput>): object {
  const shown = store
    .all()
    .filter((secret) => input.IncludePlannedDeletion === true || secret.deletion === undefined)
    .filter((secret) => (input.Filters ?? []).every((filter) => passes(secret, filter)));
  const descending = input.SortOrder === 'desc';
  const keyed = shown.map((secret) => ({ secret, key: sortKey(secret, descending) }));
  const sorted = keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  requireToken(input.NextToken);
  const { items, nextToken } = listPage(sorted, {
    keyOf: ({ key }) => key,
    size: input.MaxResults ?? 100,
    token: input.NextToken,
  });
  return { SecretList: items.map(({ secret }) => listed(secret)), NextToken: nextToken };
}

/** Metadata as ListSecrets shows it, times in epoch seconds. */
export function describeSecret(secret: Secret): object {
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    LastChangedDate: secret.changedAtMs / 1000,
    LastAccessedDate: secret.readAtMs === undefined ? undefined : secret.readAtMs / 1000,
    DeletedDate: secret.deletion && secret.deletion.requestedAtMs / 1000,
    CreatedDate: secret.createdAtMs / 1000,
    Tags: secret.tags,
  };
}

function listed(secret: Secret): object {
  return { ...describeSecret(secret), SecretVersionsToStages: stagesByVersion(secret) };
}

function sortKey({ createdAtMs, name }: Secret, descending: boolean): string {
  const position = descending ? 1e15 - createdAtMs : createdAtMs;
  return `${String(position).padStart(16, '0')} ${name}`;
}

function requireToken(token: string | undefined): void {
  if (token === undefined || /^\d{16} /.test(Buffer.from(token, 'base64url').toString())) return;
  throw new AwsError('InvalidNextTokenException', 'The NextToken is not valid.');
}

/** A filter passes when any of its values does; a leading "!" turns a value around. */
function passes(secret: Secret, { Key, Values }: SecretFilter): boolean {
  return Values.some((value) => {
    const negated = value.startsWith('!');
    return matchesPrefix(secret, Key, negated ? value.slice(1) : value) !== negated;
  });
}

/** AWS matches prefixes, with case except in descriptions. */
function matchesPrefix(secret: Secret, key: SecretFilter['Key'], prefix: string): boolean {
  switch (key) {
    case 'name':
      return secret.name.startsWith(prefix);
    case 'description':
      return (secret.description ?? '').toLowerCase().startsWith(prefix.toLowerCase());
    case 'tag-key':
      return secret.tags.some(({ Key }) => Key.startsWith(prefix));
    case 'tag-value':
      return secret.tags.some(({ Value }) => Value.startsWith(prefix));
  }
}
