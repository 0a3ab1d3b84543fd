import { CreateTableCommand, type DynamoDBClient, type GlobalSecondaryIndex } from '@aws-sdk/client-dynamodb';
import type { RelayNames } from '../../shared/contract/names.ts';

type Key = readonly [name: string, type: 'S' | 'N'];

interface Index {
  readonly name: string;
  readonly keys: readonly [Key, Key];
  readonly projection: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  readonly included?: string[];
}

const DUE_DATES: Index = {
  name: 'due-dates',
  keys: [
    ['dueOf', 'S'],
    ['dueOn', 'S'],
  ],
  projection: 'KEYS_ONLY',
};

/** The three tables of a stage, with the keys and indexes that the stack gives them. */
export async function createStageTables(client: DynamoDBClient, names: RelayNames): Promise<void> {
  const due: Index = {
    name: 'due',
    keys: [
      ['dueShard', 'S'],
      ['dueAt', 'N'],
    ],
    projection: 'INCLUDE',
    included: ['acceptedAt'],
  };
  const byState: Index = {
    name: 'by-state',
    keys: [
      ['tenantState', 'S'],
      ['stateAt', 'S'],
    ],
    projection: 'ALL',
  };
  await createTable(client, names.tenantsTable, { keys: ['tenantId', 'item'], index: due });
  await createTable(client, names.snapshotsTable, { keys: ['partition', 'recordId'], index: DUE_DATES });
  await createTable(client, names.commandsTable, { keys: ['tenantId', 'entry'], index: byState });
}

async function createTable(
  client: DynamoDBClient,
  TableName: string,
  { keys, index }: { keys: readonly [string, string]; index: Index },
): Promise<void> {
  const schema = ([hash, range]: readonly [string, string]) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  const attributes: readonly Key[] = [...keys.map((name): Key => [name, 'S']), ...index.keys];
  const secondary: GlobalSecondaryIndex = {
    IndexName: index.name,
    KeySchema: schema([index.keys[0][0], index.keys[1][0]]),
    Projection: { ProjectionType: index.projection, ...(index.included && { NonKeyAttributes: index.included }) },
  };
  await client.send(
    new CreateTableCommand({
      TableName,
      KeySchema: schema(keys),
      AttributeDefinitions: attributes.map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [secondary],
    }),
  );
}
