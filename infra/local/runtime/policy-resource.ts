import { z } from 'zod';
import { policyDocument } from '../iam/policy-document.ts';
import { globalArn } from './pseudo-parameters.ts';
import { generatedName, resourceType, withoutEffect } from './resource-type.ts';
import { UnsupportedTemplate } from './template.ts';

const attached = z.strictObject({ PolicyDocument: policyDocument, Roles: z.array(z.string()).default([]) });
const policy = attached.extend({ PolicyName: z.string() });
const managedPolicy = attached.extend({
  ManagedPolicyName: z.string().optional(),
  Description: withoutEffect,
  Path: withoutEffect,
});

/** A policy that is attached to roles of the template. */
export const policyResource = resourceType(policy, async ({ PolicyDocument, Roles }, logicalId, { permissions }) => {
  for (const name of Roles) attach(permissions.roles, name, PolicyDocument);
  return { ref: logicalId, attributes: {} };
});

/** As above; roles may also name it themselves, by its ARN. */
export const managedPolicyResource = resourceType(managedPolicy, async (properties, logicalId, { permissions }) => {
  const arn = globalArn(`policy/${properties.ManagedPolicyName ?? generatedName(logicalId, 128)}`);
  permissions.managedPolicies.set(arn, properties.PolicyDocument);
  for (const name of properties.Roles) attach(permissions.roles, name, properties.PolicyDocument);
  return { ref: arn, attributes: { PolicyArn: arn } };
});

function attach<S>(roles: readonly { name: string; statements: S[] }[], name: string, statements: readonly S[]): void {
  const role = roles.find((one) => one.name === name);
  if (!role) throw new UnsupportedTemplate(`the role ${name}: it is not in the template`);
  role.statements.push(...statements);
}
