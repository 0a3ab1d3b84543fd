import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type LocalEndpointOptions, startLocalEndpoint } from '../../../infra/local/services/local-endpoint.ts';

/** A local account on a free port with one unmodified SDK client per service. */
export async function startLocalAccount(options: Partial<LocalEndpointOptions> = {}) {
  const invokeFunction = async (functionArn: string): Promise<void> => {
    throw new Error(`no function ${functionArn} in this test`);
  };
  const endpoint = await startLocalEndpoint({ port: 0, invokeFunction, ...options });
  const config = {
    endpoint: endpoint.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  return {
    endpoint,
    dynamoDb: new DynamoDBClient(config),
    sqs: new SQSClient(config),
    events: new EventBridgeClient(config),
    secrets: new SecretsManagerClient(config),
  };
}

export type LocalAccount = Awaited<ReturnType<typeof startLocalAccount>>;

export const queueArn = (name: string): string => `arn:aws:sqs:eu-central-1:000000000000:${name}`;

export async function createQueue(
  { sqs }: LocalAccount,
  name: string,
  attributes: Record<string, string> = {},
): Promise<string> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  if (QueueUrl === undefined) throw new Error(`no URL for queue ${name}`);
  return QueueUrl;
}

/** The next message of a queue, waiting up to 5 s; undefined when there is none. */
export async function receive({ sqs }: LocalAccount, queueUrl: string, waitSeconds = 5): Promise<Message | undefined> {
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      WaitTimeSeconds: waitSeconds,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return Messages?.[0];
}

/** The JSON body of the next message. */
export async function receiveJson(account: LocalAccount, queueUrl: string): Promise<unknown> {
  const message = await receive(account, queueUrl);
  return JSON.parse(message?.Body ?? 'null');
}
