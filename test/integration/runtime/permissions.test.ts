import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, it } from 'vitest';
import type { Template } from '../../../infra/local/runtime/template.ts';
import { aFunction, aQueueWorker, aRole, aSchedule, type SmallAccount, startSmallAccount } from './small-account.ts';

let small: SmallAccount | undefined;
afterEach(async () => {
  await small?.stop();
  small = undefined;
});

type Statement = Record<string, unknown>;
type Resources = Record<string, { readonly Type: string; readonly Properties?: Record<string, unknown> }>;

/** Calls the account with the credentials of its function, and answers status and body. */
const CALLS = `export const handler = async ({ service, target, input, path = '/', method = 'POST' }) => {
  const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID } = process.env;
  const credential = AWS_ACCESS_KEY_ID + '/20260101/eu-central-1/' + service + '/aws4_request';
  const authorization = 'AWS4-HMAC-SHA256 Credential=' + credential + ', SignedHeaders=host, Signature=0';
  const headers = { authorization, ...(target && { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' }) };
  const body = method === 'GET' ? undefined : JSON.stringify(input);
  const response = await fetch(AWS_ENDPOINT_URL + path, { method, headers, body });
  const text = await response.text();
  return { status: response.status, answer: text.startsWith('{') ? JSON.parse(text) : text };
}`;

const putEvents = {
  service: 'events',
  target: 'AWSEvents.PutEvents',
  input: { Entries: [{ EventBusName: 'bus', Source: 's', DetailType: 't', Detail: '{}' }] },
};
const BUS = 'arn:aws:events:eu-central-1:000000000000:event-bus/bus';
const mayPublish: Statement = {
  Effect: 'Allow',
  Action: 'events:PutEvents',
  Resource: { 'Fn::GetAtt': ['Bus', 'Arn'] },
};

async function startWorker(statements: readonly Statement[], more: Resources = {}): Promise<SmallAccount> {
  const Resources = {
    ...aFunction('Worker', { Role: { 'Fn::GetAtt': ['WorkerRole', 'Arn'] } }),
    ...aRole('WorkerRole', statements),
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
    ...more,
  };
  small = await startSmallAccount({ template: { Resources } as Template, functions: { Worker: CALLS } });
  return small;
}

const call = (payload: object) => small?.account.invoke('worker', payload);

describe('a function', () => {
  it('may do nothing that its role does not allow, and hears it as AWS says it', async () => {
    await startWorker([]);
    expect(await call(putEvents)).toEqual({
      status: 400,
      answer: {
        __type: 'AccessDeniedException',
        message: `User: arn:aws:sts::000000000000:assumed-role/WorkerRole/worker is not authorized to perform: events:PutEvents on resource: ${BUS} because no identity-based policy allows the events:PutEvents action`,
      },
    });
  });

  it.each<[string, readonly Statement[], Resources]>([
    ['its role', [mayPublish], {}],
    ['a policy of its role', [], { Policy: attached('AWS::IAM::Policy', { PolicyName: 'p' }) }],
    ['a managed policy of its role', [], { Policy: attached('AWS::IAM::ManagedPolicy') }],
  ])('may do what %s allows', async (_where, statements, more) => {
    await startWorker(statements, more);
    expect(await call(putEvents)).toMatchObject({ status: 200, answer: { FailedEntryCount: 0 } });
  });

  it('may do nothing with the access key of a function that is not there', async () => {
    const { config } = await startWorker([mayPublish]);
    const secrets = new SecretsManagerClient({
      ...config,
      credentials: { accessKeyId: 'LOCALOther', secretAccessKey: 's' },
    });
    const made = secrets.send(new CreateSecretCommand({ Name: 'x', SecretString: 's' }));
    await expect(made).rejects.toMatchObject({ name: 'AccessDeniedException' });
    secrets.destroy();
  });

  it('may not do what is denied somewhere', async () => {
    await startWorker([mayPublish, { Effect: 'Deny', Action: 'events:*', Resource: '*' }]);
    expect(await call(putEvents)).toMatchObject({
      answer: { message: expect.stringContaining('with an explicit deny') },
    });
  });

  it('may not do what the policy of a resource denies to the whole account', async () => {
    const toAll = (principal: string) => ({
      Effect: 'Deny',
      Action: 'sqs:SendMessage',
      Resource: QUEUE,
      Principal: { AWS: principal },
    });
    const send = {
      service: 'sqs',
      target: 'AmazonSQS.SendMessage',
      input: { QueueUrl: 'http://127.0.0.1/000000000000/mine', MessageBody: '{}' },
    };
    for (const [principal, answer] of [
      ['arn:aws:iam::000000000000:root', { message: expect.stringContaining('with an explicit deny') }],
      ['arn:aws:iam::111111111111:root', { MessageId: expect.any(String) }],
    ] as const) {
      await startWorker([{ Effect: 'Allow', Action: '*', Resource: '*' }], aQueueWithPolicy(toAll(principal)));
      expect(await call(send)).toMatchObject({ answer });
      await small?.stop();
    }
    small = undefined;
  });

  it('may not even do all when nobody knows what a call needs', async () => {
    await startWorker([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
    const unknown = { service: 'dynamodb', target: 'DynamoDB_20120810.TransactWriteItems', input: {} };
    expect(await call(unknown)).toMatchObject({
      answer: { __type: 'AccessDeniedException', message: expect.stringContaining('has no row for it') },
    });
    expect(await call({ service: 's3', method: 'GET', path: '/bucket' })).toMatchObject({
      status: 403,
      answer: expect.stringContaining('<Code>AccessDenied</Code>'),
    });
  });
});

const QUEUE = 'arn:aws:sqs:eu-central-1:000000000000:mine';

function aQueueWithPolicy(statement: Statement): Resources {
  const Properties = { Queues: [{ Ref: 'Mine' }], PolicyDocument: { Statement: [statement] } };
  return {
    Mine: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'mine' } },
    MinePolicy: { Type: 'AWS::SQS::QueuePolicy', Properties },
  };
}

function attached(Type: string, more: Record<string, unknown> = {}) {
  const Roles = [{ Ref: 'WorkerRole' }];
  return { Type, Properties: { ...more, Roles, PolicyDocument: { Statement: [mayPublish] } } };
}

describe('a secret', () => {
  const root = {
    AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] },
  };
  const KeyPolicy = { Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: root }] };
  const key: Resources = {
    Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy } },
    Alias: {
      Type: 'AWS::KMS::Alias',
      Properties: { AliasName: 'alias/ours', TargetKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
    },
  };
  const mayRead = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' };
  const mayDecrypt = (service: string) => ({
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: { 'Fn::GetAtt': ['Key', 'Arn'] },
    Condition: { StringEquals: { 'kms:ViaService': `${service}.eu-central-1.amazonaws.com` } },
  });
  const read = (SecretId: string) => ({
    service: 'secretsmanager',
    target: 'secretsmanager.GetSecretValue',
    input: { SecretId },
  });

  async function withSecrets(statements: readonly Statement[]) {
    const { config } = await startWorker(statements, key);
    const secrets = new SecretsManagerClient(config);
    await secrets.send(new CreateSecretCommand({ Name: 'ours', SecretString: 's', KmsKeyId: 'alias/ours' }));
    await secrets.send(
      new CreateSecretCommand({ Name: 'plain', SecretString: 's', KmsKeyId: 'alias/aws/secretsmanager' }),
    );
    const none = secrets.send(new CreateSecretCommand({ Name: 'x', SecretString: 's', KmsKeyId: 'alias/none' }));
    await expect(none).rejects.toMatchObject({ name: 'EncryptionFailure' });
    secrets.destroy();
  }

  it('with a key takes the permission for its key, too; one with the key of AWS does not', async () => {
    await withSecrets([mayRead]);
    expect(await call(read('plain'))).toMatchObject({ status: 200, answer: { SecretString: 's' } });
    expect(await call(read('ours'))).toMatchObject({
      answer: {
        __type: 'AccessDeniedException',
        message: expect.stringMatching(/^Access to KMS is not allowed .*kms:Decrypt on resource: arn:aws:kms:/),
      },
    });
  });

  it.each([
    ['Secrets Manager', 'secretsmanager', 200],
    ['another service', 's3', 400],
  ])('with a key is read by whoever may decrypt by way of %s: %s → %i', async (_name, service, status) => {
    await withSecrets([mayRead, mayDecrypt(service)]);
    expect(await call(read('ours'))).toMatchObject({ status });
  });

  it('can have no key whose policy keeps the permissions of the account out', async () => {
    for (const change of [{ Principal: { AWS: 'arn:aws:iam::111111111111:root' } }, { Action: 'kms:Decrypt' }]) {
      const closed = { Statement: [{ ...KeyPolicy.Statement[0], ...change }] };
      const start = startWorker([], { Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: closed } } });
      await expect(start).rejects.toThrow('does not leave it to the permissions of the account');
    }
  });
});

describe('the account does not start', () => {
  const start = async (Resources: Resources, functions: Record<string, string> = { Worker: CALLS }) => {
    small = await startSmallAccount({ template: { Resources } as Template, functions });
  };

  it.each(['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])(
    'when a function may not call %s on the queue that feeds it',
    async (missing) => {
      const Action = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].filter((verb) => verb !== missing);
      const role = aRole('WorkerRole', [
        { Effect: 'Allow', Action: Action.map((verb) => `sqs:${verb}`), Resource: '*' },
      ]);
      await expect(start({ ...aQueueWorker({}).Resources, ...role } as Resources)).rejects.toThrow(
        `Function worker: The function execution role does not have permissions to call ${missing} on SQS`,
      );
    },
  );

  it.each([
    ['a function', 'WorkerPermission', /rule\/Schedule cannot deliver to .*:function:worker: .*lambda:InvokeFunction/],
    ['its dead letters', 'DeadLettersPolicy', /rule\/Schedule cannot deliver to .*:dead-letters: .*sqs:SendMessage/],
  ])('when a rule may not reach %s', async (_name, policy, message) => {
    const { [policy]: _without, ...rest } = aSchedule('Worker');
    await expect(start({ ...aFunction('Worker'), ...rest } as Resources)).rejects.toThrow(message);
  });

  it.each(['*', 'arn:aws:sqs:eu-central-1:000000000000:other'])(
    'with the policy of a queue that is about %s',
    async (Resource) => {
      const statement = { Effect: 'Allow', Action: 'sqs:SendMessage', Principal: '*', Resource };
      await expect(startWorker([], aQueueWithPolicy(statement))).rejects.toThrow(`a policy about ${Resource}`);
    },
  );

  it('with a resource that would never fit', async () => {
    const short = { Effect: 'Deny', Action: 'sqs:*', Resource: 'arn:aws:sqs:*' };
    await expect(startWorker([short])).rejects.toThrow('a resource is "*" or an ARN of six parts');
  });

  it('with a condition that it does not evaluate', async () => {
    const strange = { ...mayPublish, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } };
    await expect(startWorker([strange])).rejects.toThrow(/Resource WorkerRole \(AWS::IAM::Role\): .*IpAddress/s);
  });

  it('with a role that Lambda cannot take, or with one that is not there', async () => {
    const { WorkerRole } = aRole('WorkerRole') as Resources;
    const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs.amazonaws.com' } }];
    const Properties = { ...WorkerRole?.Properties, AssumeRolePolicyDocument: { Statement } };
    const others = { WorkerRole: { Type: 'AWS::IAM::Role', Properties } };
    await expect(start({ ...aFunction('Worker'), ...others } as Resources)).rejects.toThrow('cannot assume');
    const { Worker } = aFunction('Worker', { Role: 'arn:aws:iam::000000000000:role/none' });
    await expect(start({ Worker } as Resources)).rejects.toThrow('no role arn:aws:iam::000000000000:role/none');
  });
});
