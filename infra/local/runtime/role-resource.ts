import { z } from 'zod';
import type { Permissions } from '../iam/access-control.ts';
import { awsManagedPolicies } from '../iam/aws-managed-policies.ts';
import { decide } from '../iam/decide.ts';
import { policyDocument, type Statement } from '../iam/policy-document.ts';
import { globalArn } from './pseudo-parameters.ts';
import { generatedName, resourceType, withoutEffect } from './resource-type.ts';
import { UnsupportedTemplate } from './template.ts';

/** Who takes roles in the local account. */
const SERVICES = ['lambda.amazonaws.com', 'events.amazonaws.com'];

const schema = z.strictObject({
  RoleName: z.string().optional(),
  AssumeRolePolicyDocument: policyDocument,
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: policyDocument })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  Description: withoutEffect,
  Tags: withoutEffect,
});

/** A role for functions, or for rules that deliver to a bus; nobody else takes one here. */
export const roleResource = resourceType(schema, async (properties, logicalId, { permissions }) => {
  const name = properties.RoleName ?? generatedName(logicalId, 64);
  const services = SERVICES.filter((service) => trusts(properties.AssumeRolePolicyDocument, service));
  if (services.length === 0) throw new UnsupportedTemplate(`a role that ${SERVICES.join(' and ')} cannot assume`);
  const managed = properties.ManagedPolicyArns.flatMap((arn) => managedStatements(permissions, arn));
  const arn = globalArn(`role/${name}`);
  const inline = properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument);
  permissions.roles.push({ name, arn, services, statements: [...inline, ...managed] });
  return { ref: name, attributes: { Arn: arn } };
});

function trusts(policy: readonly Statement[], service: string): boolean {
  const trust = policy.filter(({ principals }) => principals.includes(service));
  return decide(trust, { action: 'sts:AssumeRole', resource: '*', context: {} }) === 'allowed';
}

function managedStatements({ managedPolicies }: Permissions, arn: string): readonly Statement[] {
  const statements = managedPolicies.get(arn) ?? awsManagedPolicies.get(arn);
  if (statements) return statements;
  const known = [...awsManagedPolicies.keys()].join(', ');
  throw new UnsupportedTemplate(
    `the managed policy ${arn}: it is not in the template; of those of AWS it knows ${known}`,
  );
}
