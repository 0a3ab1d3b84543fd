import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { CfnResource } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Template } from '../../../infra/local/runtime/template.ts';
import { type Declare, keepsEvents, makeProductFolder, ownBus, type ProductFolder, RELAY_BUS } from './product-app.ts';
import { receive, type SmallAccount, startSmallAccount } from './small-account.ts';

/** In place of the relay: a bus, and a queue that is not theirs. */
const relay: Template = {
  Resources: {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: RELAY_BUS } },
    Commands: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'relay-commands' } },
  },
};

let product: ProductFolder;
beforeAll(async () => {
  product = await makeProductFolder();
});
afterAll(() => product.remove());

describe('stacks of products', () => {
  let small: SmallAccount;
  let events: EventBridgeClient;
  beforeAll(async () => {
    const apps = [product.synthesize(ownBus()), product.synthesize({ 'other-shop': keepsEvents })];
    small = await startSmallAccount({ template: relay, functions: {}, apps });
    events = new EventBridgeClient(small.config);
  });
  afterAll(async () => {
    events?.destroy();
    await small?.stop();
  });

  const outputsOf = (name: string) => small.account.apps.find((one) => one.name === name)?.outputs ?? {};
  const tell = (EventBusName: string, source: string, detail: object) => {
    const entry = { EventBusName, Source: source, DetailType: 'T', Detail: JSON.stringify(detail) };
    return events.send(new PutEventsCommand({ Entries: [entry] }));
  };

  it('are created after those that they need, and tell their outputs', () => {
    expect(small.account.apps.map(({ name }) => name)).toEqual(['shop-bus', 'shop', 'other-shop']);
    expect(outputsOf('shop').InboxUrl).toMatch(/^http:.*\/000000000000\/shop-Inbox/);
  });

  it('get events in a queue that a CommonJS function works off, each in its own, though they are made alike', async () => {
    await tell(RELAY_BUS, RELAY_BUS, { id: 'kept' });
    const dynamo = new DynamoDBClient(small.config);
    for (const name of ['shop', 'other-shop']) {
      const { TableName = '', GlobalTableName } = outputsOf(name);
      expect(TableName).toMatch(new RegExp(`^${name}-Table`));
      const stored = async () => (await dynamo.send(new ScanCommand({ TableName }))).Items;
      await expect.poll(stored, { timeout: 10_000 }).toEqual([{ id: { S: 'kept' }, said: { S: 'hello' } }]);
      expect((await dynamo.send(new ScanCommand({ TableName: GlobalTableName }))).Items).toEqual([]);
    }
    dynamo.destroy();
  });

  it('have ESM functions that rules start; they may do what their roles allow, and no more', async () => {
    await tell(RELAY_BUS, RELAY_BUS, { id: 'listened', n: 7 });
    const denied = /^AccessDeniedException: .*assumed-role\/shop-.* is not authorized to perform: dynamodb:Scan/;
    await vi.waitFor(() => expect(small.lines).toContainEqual(expect.stringMatching(denied)), { timeout: 10_000 });
    expect(small.lines).toContain('hello from ESM: 7');
  });

  it('pass an event on to a bus of their own, where a rule makes a message of it', async () => {
    await tell(RELAY_BUS, RELAY_BUS, { id: 'passed on' });
    const message = await receive(small, outputsOf('shop').MadeUrl);
    expect(JSON.parse(message?.Body ?? '')).toEqual({ made: expect.any(String), of: 'T' });
  });

  it('have rules on the default bus', async () => {
    await tell('default', 'shop', { id: 'by default' });
    const message = await receive(small, outputsOf('shop').ByDefaultUrl);
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({ source: 'shop', detail: { id: 'by default' } });
  });

  it('have FIFO queues', async () => {
    const asked = { QueueUrl: outputsOf('shop').FifoUrl, AttributeNames: ['FifoQueue' as const] };
    const { Attributes } = await small.sqs.send(new GetQueueAttributesCommand(asked));
    expect(Attributes).toEqual({ FifoQueue: 'true' });
  });
});

describe('the account does not start', () => {
  const start = async (name: string, declare: Declare) => {
    const apps = [product.synthesize({ [name]: declare })];
    await (await startSmallAccount({ template: relay, functions: {}, apps })).stop();
  };

  it('with a type that it does not know: it names stack, resource, and what it knows', async () => {
    const custom: Declare = (stack) => new CfnResource(stack, 'Retention', { type: 'Custom::LogRetention' });
    await expect(start('custom', custom)).rejects.toThrow(
      /^Stack custom \(.*cdk\.out-custom\): The local account does not know the type of Retention \(Custom::LogRetention\)\. It knows AWS::DynamoDB/,
    );
  });

  it('with a rule on a bus that is not there', async () => {
    const astray: Declare = (stack) => {
      const eventBus = EventBus.fromEventBusName(stack, 'Bus', 'sevdesk-relay-prod');
      new Rule(stack, 'Astray', { eventBus, eventPattern: { source: ['relay'] } });
    };
    await expect(start('astray', astray)).rejects.toThrow(
      /^Stack astray .*Resource Astray.* \(AWS::Events::Rule\): Event bus sevdesk-relay-prod does not exist/,
    );
  });

  it('with a name that the relay has', async () => {
    const taken: Declare = (stack) => new Queue(stack, 'Mine', { queueName: 'relay-commands' });
    await expect(start('taken', taken)).rejects.toThrow(/Resource Mine.*in the stack of the relay/);
  });

  it('with a rule that no role lets deliver to a bus', async () => {
    const Arn = `arn:aws:events:eu-central-1:000000000000:event-bus/${RELAY_BUS}`;
    const properties = { EventPattern: { source: ['shop'] }, Targets: [{ Id: 'bus', Arn }] };
    const rule: Declare = (stack) => new CfnResource(stack, 'Rule', { type: 'AWS::Events::Rule', properties });
    await expect(start('no-role', rule)).rejects.toThrow(`cannot deliver to ${Arn}: a bus as a target takes a RoleArn`);
  });

  it('with code that is an archive', async () => {
    await product.write('code.zip', 'PK');
    const zipped: Declare = (stack, { path }) => {
      const code = Code.fromAsset(join(path, 'code.zip'));
      new Lambda(stack, 'Zipped', { runtime: Runtime.NODEJS_24_X, code, handler: 'index.handler' });
    };
    await expect(start('zipped', zipped)).rejects.toThrow(/Resource Zipped.*\.zip is no folder/);
  });
});
