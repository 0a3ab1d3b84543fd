import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import type { SecretStore } from './secret-store.ts';

const dayMs = 24 * 60 * 60 * 1000;

export const deleteSecretInput = z.strictObject({
  SecretId: z.string(),
  RecoveryWindowInDays: z.int().min(7).max(30).optional(),
  ForceDeleteWithoutRecovery: z.boolean().optional(),
});

/** Without force the name stays taken and the value unreadable until the recovery window (30 days) ends. */
export function deleteSecret(store: SecretStore, input: z.output<typeof deleteSecretInput>): object {
  if (input.ForceDeleteWithoutRecovery && input.RecoveryWindowInDays !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  }
  return input.ForceDeleteWithoutRecovery ? forceDelete(store, input.SecretId) : planDeletion(store, input);
}

export function restoreSecret(store: SecretStore, secretId: string): object {
  const secret = store.get(secretId);
  delete secret.deletion;
  store.save();
  return { ARN: secret.arn, Name: secret.name };
}

/** Succeeds for a secret that does not exist, as on AWS. */
function forceDelete(store: SecretStore, secretId: string): object {
  const secret = store.find(secretId);
  if (!secret) return { Name: secretId, DeletionDate: Date.now() / 1000 };
  store.remove(secret);
  store.save();
  return { ARN: secret.arn, Name: secret.name, DeletionDate: Date.now() / 1000 };
}

function planDeletion(store: SecretStore, input: z.output<typeof deleteSecretInput>): object {
  const secret = store.getActive(input.SecretId);
  const requestedAtMs = Date.now();
  secret.deletion = { requestedAtMs, dueAtMs: requestedAtMs + (input.RecoveryWindowInDays ?? 30) * dayMs };
  store.save();
  return { ARN: secret.arn, Name: secret.name, DeletionDate: secret.deletion.dueAtMs / 1000 };
}
