import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import { EVENT_SOURCE, relayNames } from '../../../shared/contract/names.ts';

const names = relayNames('local');
const ACCOUNT_AND_REGION = { account: '000000000000', region: 'eu-central-1' };

/** A product that uses the relay as any other would: through the AWS SDK, with a queue and a rule of its own. */
export interface Product {
  readonly putSecret: (tenantId: string, value: unknown) => Promise<void>;
  readonly send: (command: unknown, tenantId?: string) => Promise<void>;
  /** Events since the last call. */
  readonly receiveEvents: () => Promise<readonly RelayEvent[]>;
  readonly receiveDeadLetters: () => Promise<readonly Message[]>;
  readonly close: () => void;
}

/** Subscribes to everything the relay tells, and finds the queues. */
export async function startProduct(endpoint: string): Promise<Product> {
  const credentials = { accessKeyId: 'product', secretAccessKey: 'product' };
  const config = { endpoint, region: ACCOUNT_AND_REGION.region, credentials };
  const clients = {
    sqs: new SQSClient(config),
    events: new EventBridgeClient(config),
    secrets: new SecretsManagerClient(config),
  };
  const { sqs, secrets } = clients;
  const inbox = await subscribe(clients);
  const [commands, deadLetters] = await Promise.all([
    queueUrl(sqs, names.commandQueue),
    queueUrl(sqs, names.commandDeadLetters),
  ]);
  return {
    putSecret: (tenantId, value) => putSecret(secrets, `${names.secretPrefix}${tenantId}`, JSON.stringify(value)),
    async send(command, tenantId = (command as { tenantId: string }).tenantId) {
      const body = typeof command === 'string' ? command : JSON.stringify(command);
      await sqs.send(new SendMessageCommand({ QueueUrl: commands, MessageBody: body, MessageGroupId: tenantId }));
    },
    receiveEvents: async () =>
      (await receive(sqs, inbox)).map(({ Body }) => JSON.parse(Body ?? '').detail as RelayEvent),
    receiveDeadLetters: () => receive(sqs, deadLetters),
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

async function subscribe({ sqs, events }: { sqs: SQSClient; events: EventBridgeClient }): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'product' }));
  const rule = { Name: 'everything-to-my-queue', EventBusName: names.bus };
  await events.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: [EVENT_SOURCE] }) }));
  const { account, region } = ACCOUNT_AND_REGION;
  const target = { Id: 'queue', Arn: `arn:aws:sqs:${region}:${account}:product` };
  await events.send(new PutTargetsCommand({ Rule: rule.Name, EventBusName: names.bus, Targets: [target] }));
  return QueueUrl;
}

async function putSecret(secrets: SecretsManagerClient, name: string, value: string): Promise<void> {
  try {
    await secrets.send(new CreateSecretCommand({ Name: name, SecretString: value }));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    await secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
  }
}

async function queueUrl(sqs: SQSClient, name: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  return QueueUrl;
}

async function receive(sqs: SQSClient, url: string): Promise<readonly Message[]> {
  const request = {
    QueueUrl: url,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 1,
    VisibilityTimeout: 600,
    MessageAttributeNames: ['All'],
  };
  return (await sqs.send(new ReceiveMessageCommand(request))).Messages ?? [];
}
