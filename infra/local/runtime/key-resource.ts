import { createHash } from 'node:crypto';
import { z } from 'zod';
import { decide } from '../iam/decide.ts';
import { policyDocument } from '../iam/policy-document.ts';
import { globalArn, localArn } from './pseudo-parameters.ts';
import { resourceType, withoutEffect } from './resource-type.ts';
import { UnsupportedTemplate } from './template.ts';

const keySchema = z.strictObject({
  KeyPolicy: policyDocument,
  Description: withoutEffect,
  EnableKeyRotation: withoutEffect,
  PendingWindowInDays: withoutEffect,
  Tags: withoutEffect,
});
const aliasSchema = z.strictObject({ AliasName: z.string().startsWith('alias/'), TargetKeyId: z.string() });

/** A key that is the same at every start. Without the statement that leaves it to the account's permissions, they would be void. */
export const keyResource = resourceType(keySchema, async ({ KeyPolicy }, logicalId, { keys, permissions }) => {
  const id = keyId(logicalId);
  const arn = localArn('kms', `key/${id}`);
  // In the policy of a key, "*" is the key.
  const own = KeyPolicy.map((statement) => ({ ...statement, resources: [arn] }));
  const ofAccount = own.filter(({ principals }) => principals.includes(globalArn('root')));
  const isLeft = (action: string) => decide(ofAccount, { action, resource: arn, context: {} }) === 'allowed';
  if (!['kms:Decrypt', 'kms:GenerateDataKey'].every(isLeft)) {
    throw new UnsupportedTemplate('a key whose policy does not leave it to the permissions of the account');
  }
  keys.add(arn);
  permissions.resourceStatements.push(...own);
  return { ref: id, attributes: { Arn: arn, KeyId: id } };
});

export const aliasResource = resourceType(aliasSchema, async ({ AliasName, TargetKeyId }, _logicalId, { keys }) => {
  keys.addAlias(AliasName, TargetKeyId);
  return { ref: AliasName, attributes: {} };
});

/** In the shape of AWS' ids. */
function keyId(logicalId: string): string {
  const hex = createHash('sha256').update(logicalId).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
