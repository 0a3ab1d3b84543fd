import { z } from 'zod';
import { policyDocument, type Statement } from '../iam/policy-document.ts';
import { localArn } from './pseudo-parameters.ts';
import { resourceType } from './resource-type.ts';
import { UnsupportedTemplate } from './template.ts';

const queuePolicy = z.strictObject({ Queues: z.array(z.string()), PolicyDocument: policyDocument });
const bucketPolicy = z.strictObject({ Bucket: z.string(), PolicyDocument: policyDocument });
const permission = z.strictObject({
  FunctionName: z.string().startsWith('arn:'),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

export const queuePolicyResource = resourceType(queuePolicy, async ({ Queues, PolicyDocument }, logicalId, account) => {
  const queues = Queues.map((url) => localArn('sqs', url.split('/').at(-1) ?? ''));
  account.permissions.resourceStatements.push(...onlyAbout(PolicyDocument, queues));
  return { ref: logicalId, attributes: {} };
});

export const bucketPolicyResource = resourceType(
  bucketPolicy,
  async ({ Bucket, PolicyDocument }, logicalId, account) => {
    const bucket = `arn:aws:s3:::${Bucket}`;
    account.permissions.resourceStatements.push(...onlyAbout(PolicyDocument, [bucket, `${bucket}/*`]));
    return { ref: logicalId, attributes: {} };
  },
);

/** @throws UnsupportedTemplate for a statement about anything else: it would be evaluated as one about everything that it names. */
function onlyAbout(statements: readonly Statement[], own: readonly string[]): readonly Statement[] {
  const other = statements.flatMap(({ resources }) => resources).find((resource) => !own.includes(resource));
  if (other === undefined) return statements;
  throw new UnsupportedTemplate(`a policy about ${other}: only ${own.join(', ')} may be its resources`);
}

/** Who may start a function: Lambda keeps it as a statement of the function's policy. */
export const permissionResource = resourceType(permission, async (properties, logicalId, { permissions }) => {
  const { FunctionName, Action, Principal, SourceArn, SourceAccount } = properties;
  permissions.resourceStatements.push({
    effect: 'Allow',
    actions: [Action],
    resources: [FunctionName],
    principals: [Principal],
    condition: {
      ...(SourceArn !== undefined && { ArnLike: { 'aws:SourceArn': [SourceArn] } }),
      ...(SourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': [SourceAccount] } }),
    },
  });
  return { ref: logicalId, attributes: {} };
});
