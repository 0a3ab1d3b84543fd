import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Message, ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type LocalAccountOptions, startLocalAccount } from '../../../infra/local/local-account.ts';
import type { Template } from '../../../infra/local/runtime/template.ts';

type Resources = Template['Resources'];
type Properties = Record<string, unknown>;

/** A role for a function, which may do everything unless told otherwise. */
export function aRole(logicalId: string, Statement: readonly Properties[] = [ALL]): Resources {
  const Policies = [{ PolicyName: 'work', PolicyDocument: { Statement } }];
  return {
    [logicalId]: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: FOR_LAMBDA, Policies } },
  };
}

const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };
const FOR_LAMBDA = {
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
};

/** A function resource whose code is `functions/<logicalId>` of the account, with the role `<logicalId>Role`. */
export function aFunction(logicalId: string, properties: Properties = {}): Resources {
  const role = `${logicalId}Role`;
  const own = properties.Role ? {} : aRole(role);
  const Role = { 'Fn::GetAtt': [role, 'Arn'] };
  const given = { FunctionName: logicalId.toLowerCase(), Code: { S3Bucket: 'assets', S3Key: `${logicalId}.zip` } };
  const Properties = { Role, Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 10, MemorySize: 128, ...given };
  const declared = { Type: 'AWS::Lambda::Function', Properties: { ...Properties, ...properties } };
  return { ...own, [logicalId]: declared };
}

/** A queue with dead letters, and `Worker`, which works it off one message at a time; outputs QueueUrl, DeadLettersUrl. */
export function aQueueWorker(options: { queue?: Properties; mapping?: Properties; worker?: Properties }): Template {
  const fifo = options.queue?.FifoQueue ? { FifoQueue: true } : {};
  const suffix = options.queue?.FifoQueue ? '.fifo' : '';
  const RedrivePolicy = { deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] }, maxReceiveCount: 5 };
  const queue = { QueueName: `work${suffix}`, RedrivePolicy, VisibilityTimeout: 30, ...options.queue };
  const mapping = { FunctionName: { Ref: 'Worker' }, EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, BatchSize: 1 };
  return {
    Resources: {
      Deliveries: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { ...mapping, ...options.mapping } },
      ...aFunction('Worker', options.worker),
      Queue: { Type: 'AWS::SQS::Queue', Properties: queue },
      DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: `dead-letters${suffix}`, ...fifo } },
    },
    Outputs: { QueueUrl: { Value: { Ref: 'Queue' } }, DeadLettersUrl: { Value: { Ref: 'DeadLetters' } } },
  };
}

/** A schedule that starts `functionId`, and buries what fails in `DeadLetters`. */
export function aSchedule(functionId: string, target: Properties = {}): Resources {
  const Targets = [
    {
      Id: 'Target0',
      Arn: { 'Fn::GetAtt': [functionId, 'Arn'] },
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } },
      ...target,
    },
  ];
  return {
    Schedule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 minute)', Targets } },
    DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead-letters' } },
    ...mayStart(functionId),
    DeadLettersPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'DeadLetters' }],
        PolicyDocument: { Statement: { ...FROM_RULES, Resource: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } } },
      },
    },
  };
}

const EVENTS = 'events.amazonaws.com';
const FROM_RULES = { Effect: 'Allow', Action: 'sqs:SendMessage', Principal: { Service: EVENTS } };

/** Rules may start the function. */
export function mayStart(functionId: string): Resources {
  const Properties = {
    Action: 'lambda:InvokeFunction',
    FunctionName: { 'Fn::GetAtt': [functionId, 'Arn'] },
    Principal: EVENTS,
  };
  return { [`${functionId}Permission`]: { Type: 'AWS::Lambda::Permission', Properties } };
}

export interface SmallAccountOptions extends Partial<Omit<LocalAccountOptions, 'template' | 'assemblyDir' | 'onLog'>> {
  readonly template: Template;
  /** Logical id → the text of its `index.mjs`. */
  readonly functions: Readonly<Record<string, string>>;
}

/** An account from a template written by hand. `lines` are what its functions write. */
export async function startSmallAccount({ template, functions, ...options }: SmallAccountOptions) {
  const assemblyDir = await writeAssembly(functions);
  const lines: string[] = [];
  const onLog = (_name: string, line: string) => void lines.push(line);
  const account = await startLocalAccount({
    port: 0,
    tickSeconds: 3600,
    ...options,
    template,
    assemblyDir,
    onLog,
  }).catch(async (error: unknown) => {
    await rm(assemblyDir, { recursive: true });
    throw error;
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const config = { endpoint: account.url, region: 'eu-central-1', credentials, maxAttempts: 1 };
  const sqs = new SQSClient(config);
  const stop = async () => {
    sqs.destroy();
    await account.close();
    await rm(assemblyDir, { recursive: true, force: true });
  };
  return { account, lines, sqs, config, stop };
}

export type SmallAccount = Awaited<ReturnType<typeof startSmallAccount>>;

/** Sends bodies in their order; for FIFO queues the part before ":" is the group. */
export async function send({ sqs, account }: SmallAccount, ...bodies: readonly string[]): Promise<void> {
  const { QueueUrl = '' } = account.outputs;
  const Entries = bodies.map((body, index) => ({
    Id: String(index),
    MessageBody: body,
    ...(QueueUrl.endsWith('.fifo') && { MessageGroupId: body.split(':')[0], MessageDeduplicationId: body }),
  }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
}

/** The next message of a queue, waiting up to 10 s. */
export async function receive({ sqs }: SmallAccount, QueueUrl: string | undefined): Promise<Message | undefined> {
  const request = { QueueUrl, WaitTimeSeconds: 10, MessageAttributeNames: ['All'] };
  return (await sqs.send(new ReceiveMessageCommand(request))).Messages?.[0];
}

async function writeAssembly(functions: Readonly<Record<string, string>>): Promise<string> {
  const assemblyDir = await mkdtemp(join(tmpdir(), 'small-account-'));
  const files: Record<string, unknown> = {};
  for (const [logicalId, code] of Object.entries(functions)) {
    const folder = `asset.${logicalId}`;
    await mkdir(join(assemblyDir, folder));
    await writeFile(join(assemblyDir, folder, 'index.mjs'), code);
    files[logicalId] = { source: { path: folder }, destinations: { here: { objectKey: `${logicalId}.zip` } } };
  }
  await writeFile(join(assemblyDir, 'small.assets.json'), JSON.stringify({ files }));
  return assemblyDir;
}
