import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import type { JsonFile } from './json-file.ts';

const versionSchema = z.object({
  id: z.string(),
  createdAtMs: z.number(),
  stages: z.array(z.string()),
  secretString: z.string().optional(),
  /** Base64, as on the wire. */
  secretBinary: z.string().optional(),
});

const secretSchema = z.object({
  name: z.string(),
  arn: z.string(),
  description: z.string().optional(),
  kmsKeyId: z.string().optional(),
  tags: z.array(z.object({ Key: z.string(), Value: z.string() })),
  createdAtMs: z.number(),
  changedAtMs: z.number(),
  readAtMs: z.number().optional(),
  /** Set while deletion is pending. */
  deletion: z.object({ requestedAtMs: z.number(), dueAtMs: z.number() }).optional(),
  versions: z.array(versionSchema),
});

export type SecretVersion = z.output<typeof versionSchema>;
export type Secret = z.output<typeof secretSchema>;

/** Secrets, kept in plain text. Change what it hands out, then `save()`. */
export interface SecretStore {
  /** All secrets, those pending deletion included, those past it gone. */
  readonly all: () => readonly Secret[];
  readonly find: (secretId: string) => Secret | undefined;
  /** Takes a name, an ARN, or an ARN without its suffix. @throws AwsError ResourceNotFoundException */
  readonly get: (secretId: string) => Secret;
  /** As `get`, but refuses a secret pending deletion. @throws AwsError InvalidRequestException */
  readonly getActive: (secretId: string) => Secret;
  readonly add: (name: string) => Secret;
  readonly remove: (secret: Secret) => void;
  readonly save: () => void;
}

export function openSecretStore(file: JsonFile, region: string): SecretStore {
  let secrets = z.array(secretSchema).parse(file.load() ?? []);
  const all = (): readonly Secret[] => {
    secrets = secrets.filter(({ deletion }) => deletion === undefined || deletion.dueAtMs > Date.now());
    return secrets;
  };
  const find = (secretId: string): Secret | undefined =>
    all().find(({ name, arn }) => [name, arn, arn.slice(0, -7)].includes(secretId));
  const get = (secretId: string): Secret => {
    const secret = find(secretId);
    if (!secret) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return secret;
  };
  return {
    all,
    find,
    get,
    getActive: (secretId) => {
      const secret = get(secretId);
      if (secret.deletion === undefined) return secret;
      throw new AwsError(
        'InvalidRequestException',
        "You can't perform this operation on the secret because it was marked for deletion.",
      );
    },
    add: (name) => {
      const secret = newSecret(name, region);
      secrets.push(secret);
      return secret;
    },
    remove: (secret) => {
      secrets = secrets.filter((other) => other !== secret);
    },
    save: () => file.save(secrets),
  };
}

function newSecret(name: string, region: string): Secret {
  const now = Date.now();
  const arn = `arn:aws:secretsmanager:${region}:000000000000:secret:${name}-${randomSuffix()}`;
  return { name, arn, tags: [], createdAtMs: now, changedAtMs: now, versions: [] };
}

function randomSuffix(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('');
}
