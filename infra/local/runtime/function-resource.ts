import { z } from 'zod';
import type { Permissions } from '../iam/access-control.ts';
import { functionVariables } from './function-variables.ts';
import { localArn } from './pseudo-parameters.ts';
import { generatedName, resourceType, withoutEffect } from './resource-type.ts';
import { UnsupportedTemplate } from './template.ts';

const schema = z.strictObject({
  FunctionName: z.string().optional(),
  Code: z.strictObject({ S3Bucket: z.unknown(), S3Key: z.string() }),
  Handler: z.string(),
  Role: z.string().startsWith('arn:aws:iam:'),
  Runtime: z.string().startsWith('nodejs'),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()) }).optional(),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  Architectures: withoutEffect,
  // As with EventInvokeConfig: it is about retries of asynchronous starts, and nothing is retried here.
  DeadLetterConfig: withoutEffect,
  Description: withoutEffect,
  EphemeralStorage: withoutEffect,
  LoggingConfig: withoutEffect,
  ReservedConcurrentExecutions: withoutEffect,
  RuntimeManagementConfig: withoutEffect,
  Tags: withoutEffect,
  TracingConfig: withoutEffect,
});

export const functionResource = resourceType(schema, async (properties, logicalId, account) => {
  const name = properties.FunctionName ?? generatedName(logicalId, 64);
  const arn = localArn('lambda', `function:${name}`);
  const folder = account.assetFolder(properties.Code.S3Key);
  requireRole(account.permissions, properties.Role);
  const { Handler: handler, MemorySize: memoryMb, Role: roleArn, Timeout: timeoutSeconds } = properties;
  const given = { logicalId, name, handler, memoryMb, folder, endpointUrl: account.endpointUrl };
  const environment = { ...properties.Environment?.Variables, ...functionVariables(given) };
  account.functions.push({ logicalId, name, arn, roleArn, folder, handler, memoryMb, timeoutSeconds, environment });
  return { ref: name, attributes: { Arn: arn } };
});

const LAMBDA = 'lambda.amazonaws.com';

function requireRole({ roles }: Permissions, roleArn: string): void {
  const role = roles.find(({ arn }) => arn === roleArn);
  if (role && !role.services.includes(LAMBDA))
    throw new UnsupportedTemplate(`the role ${role.name}: ${LAMBDA} cannot assume it`);
}
