import { createHash } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import type { Permissions } from '../iam/access-control.ts';
import type { Keys } from '../services/keys.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';
import type { LocalFunction } from './local-function.ts';
import { localArn } from './pseudo-parameters.ts';
import type { RuleDelivery } from './rule-delivery.ts';
import type { ScheduledTarget } from './schedules.ts';
import { type Identity, UnsupportedTemplate } from './template.ts';

/** The account while its resources are created. What is to run is collected, and starts when all of them are there. */
export interface AccountUnderConstruction {
  readonly endpointUrl: string;
  readonly sqs: SQSClient;
  readonly dynamoDb: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly s3: S3Client;
  /** The folder of an asset, from its key in the assets bucket. */
  readonly assetFolder: (objectKey: string) => string;
  readonly keys: Keys;
  readonly permissions: Permissions;
  /** What stacks export to those after them, by its name. */
  readonly exports: Map<string, string>;
  /** Which stack has a resource, by type and name. */
  readonly owners: Map<string, string>;
  readonly functions: LocalFunction[];
  readonly eventSourceMappings: EventSourceMapping[];
  readonly ruleDeliveries: RuleDelivery[];
  readonly scheduledTargets: ScheduledTarget[];
}

export interface DeclaredResource {
  readonly logicalId: string;
  /** Its properties, with their intrinsics worked out. */
  readonly properties: () => unknown;
}

/** Creates a resource of one type; one that is there already, from an earlier run, is taken over. */
export type ResourceType = (declared: DeclaredResource, account: AccountUnderConstruction) => Promise<Identity>;

/** A type that does something here. A property that its schema does not know is refused. */
export function resourceType<S extends z.ZodType>(
  schema: S,
  create: (properties: z.output<S>, logicalId: string, account: AccountUnderConstruction) => Promise<Identity>,
): ResourceType {
  return async ({ logicalId, properties }, account) => {
    const parsed = schema.safeParse(properties() ?? {});
    if (!parsed.success) throw new UnsupportedTemplate(z.prettifyError(parsed.error));
    return create(parsed.data, logicalId, account);
  };
}

/** A type that is known and has no effect on one machine. */
export const inert: ResourceType = async ({ logicalId }) => ({
  ref: logicalId,
  attributes: { Arn: localArn('local', logicalId) },
});

/** A property that is known and has no effect on one machine. */
export const withoutEffect = z.unknown().optional();

/** The name of a resource whose template gives none: the same at every start, and another one for each id. */
export function generatedName(logicalId: string, maxLength: number): string {
  if (logicalId.length <= maxLength) return logicalId;
  const hash = createHash('sha256').update(logicalId).digest('hex').slice(0, 8);
  return `${hash}-${logicalId.slice(-(maxLength - hash.length - 1))}`;
}
