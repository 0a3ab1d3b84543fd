import { z } from 'zod';
import { decide } from '../iam/decide.ts';
import { policyDocument } from '../iam/policy-document.ts';
import { globalArn } from './pseudo-parameters.ts';
import { generatedName, resourceType, withoutEffect } from './resource-type.ts';
import { UnsupportedTemplate } from './template.ts';

const LAMBDA = 'lambda.amazonaws.com';

const schema = z.strictObject({
  RoleName: z.string().optional(),
  AssumeRolePolicyDocument: policyDocument,
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: policyDocument })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  Description: withoutEffect,
  Tags: withoutEffect,
});

/** A role for functions; nobody else takes one here. */
export const roleResource = resourceType(schema, async (properties, logicalId, { permissions }) => {
  const name = properties.RoleName ?? generatedName(logicalId, 64);
  const trust = properties.AssumeRolePolicyDocument.filter(({ principals }) => principals.includes(LAMBDA));
  if (decide(trust, { action: 'sts:AssumeRole', resource: '*', context: {} }) !== 'allowed') {
    throw new UnsupportedTemplate(`a role that ${LAMBDA} cannot assume`);
  }
  const managed = properties.ManagedPolicyArns.flatMap((arn) => {
    const statements = permissions.managedPolicies.get(arn);
    if (!statements) throw new UnsupportedTemplate(`the managed policy ${arn}: it is not in the template`);
    return statements;
  });
  const arn = globalArn(`role/${name}`);
  const inline = properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument);
  permissions.roles.push({ name, arn, statements: [...inline, ...managed] });
  return { ref: name, attributes: { Arn: arn } };
});
