import { CreateTableCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { CreateEventBusCommand } from '@aws-sdk/client-eventbridge';
import { accountClaims } from '../../../shared/aws/account-claims.ts';
import { documentClient } from '../../../shared/aws/dynamo.ts';
import { publishTo } from '../../../shared/aws/event-bus.ts';
import { ledgerTable } from '../../../shared/aws/ledger-table.ts';
import { snapshotsTable } from '../../../shared/aws/snapshots-table.ts';
import { tenantData } from '../../../shared/aws/tenant-data.ts';
import { tenantsTable } from '../../../shared/aws/tenants-table.ts';
import { tokenStore } from '../../../shared/aws/token-store.ts';
import { relayNames } from '../../../shared/contract/names.ts';
import { cliWorld, type WorldOptions } from '../../unit/cli/cli-world.ts';
import { createQueue, startLocalAccount } from '../local/local-account.ts';

const names = relayNames('local');

/** A local account with what the command line needs of a stage, and none of its functions. */
export async function startLocalStage() {
  const account = await startLocalAccount();
  const { dynamoDb, events, secrets, endpoint } = account;
  await dynamoDb.send(new CreateTableCommand(table(names.tenantsTable, ['tenantId', 'item'])));
  await dynamoDb.send(new CreateTableCommand(table(names.snapshotsTable, ['partition', 'recordId'])));
  await dynamoDb.send(new CreateTableCommand(ledger()));
  await events.send(new CreateEventBusCommand({ Name: names.bus }));
  const key = 'arn:aws:kms:eu-central-1:000000000000:key/tokens';
  endpoint.keys.add(key);
  endpoint.keys.addAlias(names.tokensKeyAlias, key);
  const fifo = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
  const commandQueueUrl = await createQueue(account, names.commandQueue, fifo);
  const deadLettersUrl = await createQueue(account, names.commandDeadLetters, { FifoQueue: 'true' });
  const pollsQueueUrl = await createQueue(account, names.pollsQueue);
  const documents = documentClient(dynamoDb);
  return {
    account,
    commandQueueUrl,
    deadLettersUrl,
    pollsQueueUrl,
    tenants: tenantsTable(documents, names.tenantsTable),
    accounts: accountClaims(documents, names.tenantsTable),
    data: tenantData(documents, names),
    ledger: ledgerTable(documents, names.commandsTable),
    snapshots: snapshotsTable(documents, names.snapshotsTable),
    tokens: tokenStore(secrets, names.secretPrefix),
    publish: publishTo(events, names.bus),
    /** A command line in front of this stage. */
    world: (options: WorldOptions = {}) => {
      const world = cliWorld({ ...options, env: { AWS_ENDPOINT_URL: endpoint.url, ...options.env } });
      return { ...world, run: (...args: string[]) => world.run('--stage', 'local', ...args) };
    },
    close: endpoint.close,
  };
}

export type LocalStage = Awaited<ReturnType<typeof startLocalStage>>;

function table(name: string, [partition, sort]: readonly [string, string]): CreateTableCommandInput {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    ...keys(partition, sort),
    AttributeDefinitions: texts(partition, sort),
  };
}

function ledger(): CreateTableCommandInput {
  const index = { IndexName: 'by-state', ...keys('tenantState', 'stateAt') };
  return {
    ...table(names.commandsTable, ['tenantId', 'entry']),
    AttributeDefinitions: texts('tenantId', 'entry', 'tenantState', 'stateAt'),
    GlobalSecondaryIndexes: [{ ...index, Projection: { ProjectionType: 'ALL' } }],
  };
}

function keys(partition: string, sort: string): Required<Pick<CreateTableCommandInput, 'KeySchema'>> {
  return {
    KeySchema: [
      { AttributeName: partition, KeyType: 'HASH' },
      { AttributeName: sort, KeyType: 'RANGE' },
    ],
  };
}

function texts(...attributes: string[]): CreateTableCommandInput['AttributeDefinitions'] {
  return attributes.map((name) => ({ AttributeName: name, AttributeType: 'S' as const }));
}
