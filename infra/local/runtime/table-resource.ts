import { isDeepStrictEqual } from 'node:util';
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { localArn, pseudoParameters } from './pseudo-parameters.ts';
import { type AccountUnderConstruction, generatedName, resourceType, withoutEffect } from './resource-type.ts';
import type { Identity } from './template.ts';

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const attributeSchema = z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) });
const localIndexSchema = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

/** No table here has a throughput: all are as those that are paid by request. */
const indexSchema = localIndexSchema
  .extend({ ProvisionedThroughput: withoutEffect, WriteProvisionedThroughputSettings: withoutEffect })
  .transform(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }));

const schema = z.strictObject({
  TableName: z.string().optional(),
  BillingMode: z.enum(['PAY_PER_REQUEST', 'PROVISIONED']).optional(),
  KeySchema: keySchema,
  AttributeDefinitions: z.array(attributeSchema),
  GlobalSecondaryIndexes: z.array(indexSchema).optional(),
  LocalSecondaryIndexes: z.array(localIndexSchema).optional(),
  DeletionProtectionEnabled: withoutEffect,
  PointInTimeRecoverySpecification: withoutEffect,
  ProvisionedThroughput: withoutEffect,
  SSESpecification: withoutEffect,
  TableClass: withoutEffect,
  Tags: withoutEffect,
  // AWS removes expired items up to two days late: nothing may count on it, so it is not done here.
  TimeToLiveSpecification: withoutEffect,
});

const replicaSchema = z.strictObject({
  Region: z.literal(pseudoParameters['AWS::Region']),
  DeletionProtectionEnabled: withoutEffect,
  PointInTimeRecoverySpecification: withoutEffect,
  SSESpecification: withoutEffect,
  TableClass: withoutEffect,
  Tags: withoutEffect,
});

/** What CDK's `TableV2` becomes; in one region it is a table like others. */
const globalSchema = schema.extend({
  Replicas: z.array(replicaSchema).length(1, 'a table of one region is what the local account can have'),
  WriteProvisionedThroughputSettings: withoutEffect,
});

type TableProperties = z.output<typeof schema>;
type Layout = Pick<
  TableProperties,
  'KeySchema' | 'AttributeDefinitions' | 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes'
>;

export const tableResource = resourceType(schema, createTable);
export const globalTableResource = resourceType(globalSchema, createTable);

async function createTable(
  properties: TableProperties,
  logicalId: string,
  { dynamoDb }: AccountUnderConstruction,
): Promise<Identity> {
  const { TableName = generatedName(logicalId, 255), KeySchema, AttributeDefinitions } = properties;
  const { GlobalSecondaryIndexes, LocalSecondaryIndexes } = properties;
  const layout: Layout = {
    KeySchema,
    AttributeDefinitions,
    ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
    ...(LocalSecondaryIndexes && { LocalSecondaryIndexes }),
  };
  try {
    await dynamoDb.send(new CreateTableCommand({ TableName, BillingMode: 'PAY_PER_REQUEST', ...layout }));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    await requireSameLayout(dynamoDb, TableName, layout);
  }
  return { ref: TableName, attributes: { Arn: localArn('dynamodb', `table/${TableName}`) } };
}

async function requireSameLayout(dynamoDb: DynamoDBClient, TableName: string, layout: Layout): Promise<void> {
  const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName }));
  if (isDeepStrictEqual(comparable(Table as Layout), comparable(layout))) return;
  throw new Error(
    `table ${TableName}, kept from an earlier run, has other keys or indexes: start with an empty folder`,
  );
}

function comparable(layout: Layout): unknown {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = layout;
  const keys = (key: Layout['KeySchema']) => key.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`);
  return {
    keys: keys(KeySchema),
    attributes: AttributeDefinitions.map(
      ({ AttributeName, AttributeType }) => `${AttributeName} ${AttributeType}`,
    ).sort(),
    indexes: Object.fromEntries(
      [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map((index) => [
        index.IndexName,
        [keys(index.KeySchema), index.Projection.ProjectionType],
      ]),
    ),
  };
}
