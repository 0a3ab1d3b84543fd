import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { startLocalEndpoint } from '../../infra/local/services/local-endpoint.ts';
import { documentClient } from '../../shared/aws/dynamo.ts';
import type { RelayNames } from '../../shared/contract/names.ts';
import { createStageTables } from './stage-tables.ts';

/** The tables of a stage in a DynamoDB on this machine. */
export interface LocalTables {
  readonly client: DynamoDBDocumentClient;
  readonly close: () => Promise<void>;
}

export async function startLocalTables(names: RelayNames): Promise<LocalTables> {
  const invokeFunction = () => Promise.reject(new Error('no functions here'));
  const endpoint = await startLocalEndpoint({ port: 0, invokeFunction });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const dynamo = new DynamoDBClient({ endpoint: endpoint.url, region: 'eu-central-1', credentials });
  await createStageTables(dynamo, names);
  return { client: documentClient(dynamo), close: () => endpoint.close() };
}
