import { DynamoDBClient, ListTablesCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { RunningRelay } from '../../support/running-relay.ts';
import type { Writing } from './token-search.ts';

/** All that a relay has written anywhere, but for the values of its secrets. */
export async function everythingWritten(relay: RunningRelay): Promise<readonly Writing[]> {
  const credentials = { accessKeyId: 'auditor', secretAccessKey: 'auditor' };
  const config = { endpoint: relay.account.url, region: 'eu-central-1', credentials };
  const writings = [
    { where: 'logs', content: relay.logLines.join('\n') },
    { where: 'events', content: JSON.stringify(await allEvents(relay)) },
    ...(await inTables(new DynamoDBClient(config))),
    ...(await inQueues(new SQSClient(config))),
    ...(await inBuckets(new S3Client({ ...config, forcePathStyle: true }))),
  ];
  const { SecretList } = await new SecretsManagerClient(config).send(new ListSecretsCommand({ MaxResults: 100 }));
  return [...writings, { where: 'names of secrets', content: JSON.stringify(SecretList) }];
}

async function allEvents({ product, witness }: RunningRelay): Promise<readonly unknown[]> {
  const events: unknown[] = [...witness.all()];
  for (let more = await product.receiveEvents(); more.length > 0; more = await product.receiveEvents()) {
    events.push(...more);
  }
  return events;
}

async function inTables(client: DynamoDBClient): Promise<readonly Writing[]> {
  const { TableNames = [] } = await client.send(new ListTablesCommand());
  const writings: Writing[] = [];
  for (const TableName of TableNames) {
    writings.push(nothingIn(TableName));
    for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
      for (const item of Items) writings.push(...partsOf(TableName, item));
    }
  }
  return writings;
}

/** Says that a place was looked at, even if it is empty. */
const nothingIn = (where: string): Writing => ({ where, content: '' });

/** The whole as JSON, and each run of bytes in it by itself. */
function partsOf(where: string, whole: unknown): readonly Writing[] {
  const bytes: Writing[] = [];
  const content = JSON.stringify(whole, (_key, value: unknown) => {
    if (!(value instanceof Uint8Array)) return value;
    bytes.push({ where, content: value });
    return undefined;
  });
  return [{ where, content }, ...bytes];
}

async function inQueues(client: SQSClient): Promise<readonly Writing[]> {
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand());
  const writings: Writing[] = [];
  for (const QueueUrl of QueueUrls) {
    const where = QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1);
    writings.push(nothingIn(where));
    const request = {
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 600,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All' as const],
    };
    for (;;) {
      const { Messages = [] } = await client.send(new ReceiveMessageCommand(request));
      if (Messages.length === 0) break;
      writings.push(...Messages.flatMap((message) => partsOf(where, message)));
    }
  }
  return writings;
}

async function inBuckets(client: S3Client): Promise<readonly Writing[]> {
  const { Buckets = [] } = await client.send(new ListBucketsCommand());
  const writings: Writing[] = [nothingIn('bucket')];
  for (const { Name: Bucket = '' } of Buckets) {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
    for (const { Key = '' } of Contents) {
      const { Body, Metadata } = await client.send(new GetObjectCommand({ Bucket, Key }));
      writings.push({ where: 'bucket', content: `${Key} ${JSON.stringify(Metadata)}` });
      writings.push({ where: 'bucket', content: (await Body?.transformToByteArray()) ?? '' });
    }
  }
  return writings;
}
