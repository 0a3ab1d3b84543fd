import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, EventField, type IEventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { EventBus as BusTarget, LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';

/** The bus to which the stacks below subscribe. */
export const RELAY_BUS = 'relay';

/** As esbuild makes it for a NodejsFunction: CommonJS, with a package of the product, and the SDK, left outside. */
const COMMON_JS = `const { greeting } = require('greeting');
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const client = new DynamoDBClient();
exports.handler = async ({ Records }) => {
  for (const { body } of Records) {
    const Item = { id: { S: JSON.parse(body).id }, said: { S: greeting } };
    await client.send(new PutItemCommand({ TableName: process.env.TABLE, Item }));
  }
  return { batchItemFailures: [] };
};`;
const ESM = `import { greeting } from 'greeting';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient();
export const handler = async ({ detail }) => {
  console.log(greeting + ' from ESM: ' + detail.n);
  await client.send(new ScanCommand({ TableName: process.env.FORBIDDEN }));
};`;

export type Declare = (stack: Stack, product: ProductFolder) => unknown;

/** The folder of a product, with packages and code of its own. */
export interface ProductFolder {
  readonly path: string;
  readonly write: (path: string, text: string) => Promise<void>;
  /** The folder that `cdk synth` makes of these stacks. */
  readonly synthesize: (stacks: Readonly<Record<string, Declare>>) => string;
  readonly remove: () => Promise<void>;
}

export async function makeProductFolder(): Promise<ProductFolder> {
  const path = await mkdtemp(join(tmpdir(), 'product-'));
  const product: ProductFolder = {
    path,
    async write(name, text) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), text);
    },
    synthesize(stacks) {
      const app = new App({ outdir: join(path, `cdk.out-${Object.keys(stacks)}`), analyticsReporting: false });
      for (const [name, declare] of Object.entries(stacks)) declare(new Stack(app, name), product);
      return app.synth().directory;
    },
    remove: () => rm(path, { recursive: true }),
  };
  // What the product itself writes are modules; its bundles are not.
  await product.write('package.json', '{"type":"module"}');
  await product.write('node_modules/greeting/package.json', '{"exports":"./greeting.js"}');
  await product.write('node_modules/greeting/greeting.js', "exports.greeting = 'hello';");
  await product.write('common-js/index.js', COMMON_JS);
  await product.write('esm/index.mjs', ESM);
  return product;
}

/** Tables, and a queue from the relay's bus that a function works off. It may stand several times: nothing has a name. */
export const keepsEvents: Declare = (stack, product) => {
  const partitionKey = { name: 'id', type: AttributeType.STRING };
  const table = new Table(stack, 'Table', { partitionKey });
  const deadLetterQueue = { queue: new Queue(stack, 'DeadLetters'), maxReceiveCount: 3 };
  const inbox = new Queue(stack, 'Inbox', { enforceSSL: true, deadLetterQueue });
  const message = RuleTargetInput.fromEventPath('$.detail');
  subscribe(stack, 'Inbox').addTarget(new SqsQueue(inbox, { message }));
  const worker = aFunction(stack, 'Worker', {
    code: join(product.path, 'common-js'),
    environment: { TABLE: table.tableName, NODE_OPTIONS: '--enable-source-maps' },
  });
  table.grantReadWriteData(worker);
  const settings = { reportBatchItemFailures: true, maxBatchingWindow: Duration.seconds(1), maxConcurrency: 2 };
  worker.addEventSource(new SqsEventSource(inbox, settings));
  output(stack, 'InboxUrl', inbox.queueUrl);
  output(stack, 'TableName', table.tableName);
  output(stack, 'GlobalTableName', new TableV2(stack, 'Global', { partitionKey }).tableName);
};

/** A stack with a bus, and one that needs it. */
export function ownBus(): Readonly<Record<'shop-bus' | 'shop', Declare>> {
  let bus: IEventBus;
  return {
    'shop-bus': (stack) => {
      bus = new EventBus(stack, 'Bus');
    },
    shop(stack, product) {
      keepsEvents(stack, product);
      passesOn(stack, bus);
      listens(stack, product);
      const byDefault = new Queue(stack, 'ByDefault');
      new Rule(stack, 'OnDefault', { eventPattern: { source: ['shop'] }, targets: [new SqsQueue(byDefault)] });
      output(stack, 'ByDefaultUrl', byDefault.queueUrl);
      output(stack, 'FifoUrl', new Queue(stack, 'Fifo', { fifo: true, contentBasedDeduplication: true }).queueUrl);
    },
  };
}

/** From the relay's bus to its own, and from there, made anew, into a queue. */
function passesOn(stack: Stack, eventBus: IEventBus): void {
  subscribe(stack, 'Forward').addTarget(new BusTarget(eventBus));
  const made = new Queue(stack, 'Made');
  const message = RuleTargetInput.fromObject({ made: EventField.eventId, of: EventField.detailType });
  const eventPattern = { source: [RELAY_BUS], detail: { id: ['passed on'] } };
  new Rule(stack, 'Make', { eventBus, eventPattern, targets: [new SqsQueue(made, { message })] });
  output(stack, 'MadeUrl', made.queueUrl);
}

/** Has no permission for what it tries. */
function listens(stack: Stack, product: ProductFolder): void {
  const environment = { FORBIDDEN: 'forbidden' };
  const listener = aFunction(stack, 'Listener', { code: join(product.path, 'esm'), environment });
  const deadLetterQueue = new Queue(stack, 'Undelivered');
  const target = new LambdaFunction(listener, { deadLetterQueue, retryAttempts: 2 });
  subscribe(stack, 'Listen', { n: [{ exists: true }] }).addTarget(target);
}

function subscribe(stack: Stack, id: string, detail?: Record<string, unknown[]>): Rule {
  const eventBus = EventBus.fromEventBusName(stack, `${id}Bus`, RELAY_BUS);
  return new Rule(stack, `${id}Rule`, { eventBus, eventPattern: { source: [RELAY_BUS], ...(detail && { detail }) } });
}

function aFunction(stack: Stack, id: string, given: { code: string; environment: Record<string, string> }): Lambda {
  return new Lambda(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(given.code),
    environment: given.environment,
    logGroup: new LogGroup(stack, `${id}Log`, { retention: RetentionDays.ONE_WEEK }),
  });
}

function output(stack: Stack, id: string, value: string): void {
  new CfnOutput(stack, id, { value });
}
