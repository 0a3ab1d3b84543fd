import { isDeepStrictEqual } from 'node:util';
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { localArn } from './pseudo-parameters.ts';
import { generatedName, resourceType, withoutEffect } from './resource-type.ts';

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const attributeSchema = z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) });
const indexSchema = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

const schema = z.strictObject({
  TableName: z.string().optional(),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  KeySchema: keySchema,
  AttributeDefinitions: z.array(attributeSchema),
  GlobalSecondaryIndexes: z.array(indexSchema).optional(),
  DeletionProtectionEnabled: withoutEffect,
  PointInTimeRecoverySpecification: withoutEffect,
  SSESpecification: withoutEffect,
  Tags: withoutEffect,
  // AWS removes expired items up to two days late: nothing may count on it, so it is not done here.
  TimeToLiveSpecification: withoutEffect,
});

type Layout = Pick<z.output<typeof schema>, 'KeySchema' | 'AttributeDefinitions' | 'GlobalSecondaryIndexes'>;

export const tableResource = resourceType(schema, async (properties, logicalId, { dynamoDb }) => {
  const { TableName = generatedName(logicalId, 255), BillingMode, KeySchema, AttributeDefinitions } = properties;
  const layout: Layout = {
    KeySchema,
    AttributeDefinitions,
    ...(properties.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes }),
  };
  try {
    await dynamoDb.send(new CreateTableCommand({ TableName, BillingMode, ...layout }));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    await requireSameLayout(dynamoDb, TableName, layout);
  }
  return { ref: TableName, attributes: { Arn: localArn('dynamodb', `table/${TableName}`) } };
});

async function requireSameLayout(dynamoDb: DynamoDBClient, TableName: string, layout: Layout): Promise<void> {
  const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName }));
  if (isDeepStrictEqual(comparable(Table as Layout), comparable(layout))) return;
  throw new Error(
    `table ${TableName}, kept from an earlier run, has other keys or indexes: start with an empty folder`,
  );
}

function comparable({ KeySchema, AttributeDefinitions, GlobalSecondaryIndexes = [] }: Layout): unknown {
  const keys = (key: Layout['KeySchema']) => key.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`);
  return {
    keys: keys(KeySchema),
    attributes: AttributeDefinitions.map(
      ({ AttributeName, AttributeType }) => `${AttributeName} ${AttributeType}`,
    ).sort(),
    indexes: Object.fromEntries(
      GlobalSecondaryIndexes.map((index) => [
        index.IndexName,
        [keys(index.KeySchema), index.Projection.ProjectionType],
      ]),
    ),
  };
}
