import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DescribeTableCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from './local-account.ts';

let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount();
  await account.dynamoDb.send(
    new CreateTableCommand({
      TableName: 'records',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: ['id', 'tenant', 'seen'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-tenant',
          KeySchema: [
            { AttributeName: 'tenant', KeyType: 'HASH' },
            { AttributeName: 'seen', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
});
afterAll(() => account.endpoint.close());

it('has tables active at once', async () => {
  const { Table } = await account.dynamoDb.send(new DescribeTableCommand({ TableName: 'records' }));
  expect(Table?.TableStatus).toBe('ACTIVE');
  expect(Table?.GlobalSecondaryIndexes?.[0]?.IndexStatus).toBe('ACTIVE');
});

it('writes only when the condition holds', async () => {
  const put = new PutItemCommand({
    TableName: 'records',
    Item: { id: { S: 'once' } },
    ConditionExpression: 'attribute_not_exists(id)',
  });
  await account.dynamoDb.send(put);
  await expect(account.dynamoDb.send(put)).rejects.toBeInstanceOf(ConditionalCheckFailedException);
});

it('updates on a condition and answers the new values', async () => {
  const update = (expected: string) =>
    new UpdateItemCommand({
      TableName: 'records',
      Key: { id: { S: 'counted' } },
      UpdateExpression: 'ADD hits :one SET #s = :state',
      ConditionExpression: 'attribute_not_exists(#s) OR #s = :expected',
      ExpressionAttributeNames: { '#s': 'state' },
      ExpressionAttributeValues: { ':one': { N: '1' }, ':state': { S: 'open' }, ':expected': { S: expected } },
      ReturnValues: 'ALL_NEW',
    });
  await account.dynamoDb.send(update('none'));
  const { Attributes } = await account.dynamoDb.send(update('open'));
  expect(Attributes).toMatchObject({ hits: { N: '2' }, state: { S: 'open' } });
  await expect(account.dynamoDb.send(update('closed'))).rejects.toBeInstanceOf(ConditionalCheckFailedException);
});

it('queries an index in order, page by page', async () => {
  for (const seen of ['3', '1', '2']) {
    await account.dynamoDb.send(
      new PutItemCommand({
        TableName: 'records',
        Item: { id: { S: `r${seen}` }, tenant: { S: 't1' }, seen: { S: seen } },
      }),
    );
  }
  const query = {
    TableName: 'records',
    IndexName: 'by-tenant',
    KeyConditionExpression: 'tenant = :t AND seen > :s',
    ExpressionAttributeValues: { ':t': { S: 't1' }, ':s': { S: '0' } },
    Limit: 2,
  };
  const first = await account.dynamoDb.send(new QueryCommand(query));
  const second = await account.dynamoDb.send(new QueryCommand({ ...query, ExclusiveStartKey: first.LastEvaluatedKey }));
  expect([...(first.Items ?? []), ...(second.Items ?? [])].map(({ id }) => id?.S)).toEqual(['r1', 'r2', 'r3']);
});

it('throws modeled errors', async () => {
  const describeMissing = account.dynamoDb.send(new DescribeTableCommand({ TableName: 'missing' }));
  await expect(describeMissing).rejects.toBeInstanceOf(ResourceNotFoundException);
});
