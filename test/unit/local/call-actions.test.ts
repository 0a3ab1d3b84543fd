import { describe, expect, it } from 'vitest';
import { neededAccess, type SecretLookup } from '../../../infra/local/iam/call-actions.ts';
import type { ServiceName } from '../../../infra/local/services/local-call.ts';

const HERE = 'eu-central-1:000000000000';
const OURS = `arn:aws:secretsmanager:${HERE}:secret:ours-AbCdEf`;
const KEY = `arn:aws:kms:${HERE}:key/k`;
const lookup: SecretLookup = {
  secret: (id) => ({ ours: { arn: OURS, keyArn: KEY }, plain: { arn: `${OURS}2`, keyArn: undefined } })[id],
  keyArn: (id) => (id === 'alias/k' ? KEY : undefined),
};

function needed(service: ServiceName, action: string, input: object | undefined = undefined, more = {}) {
  const call = { service, action, input, url: action.split(' ')[1] ?? '/', headers: {}, ...more };
  return neededAccess(call, lookup)?.map((access) => `${access.action} ${access.resource}`);
}

describe('a call needs', () => {
  const table = `arn:aws:dynamodb:${HERE}:table`;
  const queue = { QueueUrl: 'http://127.0.0.1:1/000000000000/work.fifo' };
  const work = `arn:aws:sqs:${HERE}:work.fifo`;
  it.each<[ServiceName, string, object, string[]]>([
    ['dynamodb', 'GetItem', { TableName: 't' }, [`dynamodb:GetItem ${table}/t`]],
    ['dynamodb', 'Query', { TableName: 't' }, [`dynamodb:Query ${table}/t`]],
    ['dynamodb', 'Query', { TableName: 't', IndexName: 'i' }, [`dynamodb:Query ${table}/t/index/i`]],
    ['dynamodb', 'PutItem', { TableName: `${table}/t` }, [`dynamodb:PutItem ${table}/t`]],
    [
      'dynamodb',
      'BatchWriteItem',
      { RequestItems: { a: [], b: [] } },
      ['a', 'b'].map((t) => `dynamodb:BatchWriteItem ${table}/${t}`),
    ],
    ['sqs', 'SendMessage', queue, [`sqs:SendMessage ${work}`]],
    ['sqs', 'SendMessageBatch', queue, [`sqs:SendMessage ${work}`]],
    ['sqs', 'ChangeMessageVisibility', queue, [`sqs:ChangeMessageVisibility ${work}`]],
    ['sqs', 'GetQueueUrl', { QueueName: 'work.fifo' }, [`sqs:GetQueueUrl ${work}`]],
    [
      'events',
      'PutEvents',
      {
        Entries: [
          { EventBusName: 'b' },
          { EventBusName: 'b' },
          { EventBusName: `arn:aws:events:${HERE}:event-bus/c` },
          {},
        ],
      },
      ['b', 'c', 'default'].map((bus) => `events:PutEvents arn:aws:events:${HERE}:event-bus/${bus}`),
    ],
    ['lambda', 'Invoke', { FunctionName: 'f' }, [`lambda:InvokeFunction arn:aws:lambda:${HERE}:function:f`]],
    ['secretsmanager', 'ListSecrets', {}, ['secretsmanager:ListSecrets *']],
    ['secretsmanager', 'GetSecretValue', { SecretId: 'plain' }, [`secretsmanager:GetSecretValue ${OURS}2`]],
    [
      'secretsmanager',
      'GetSecretValue',
      { SecretId: 'none' },
      [`secretsmanager:GetSecretValue arn:aws:secretsmanager:${HERE}:secret:none`],
    ],
    [
      'secretsmanager',
      'GetSecretValue',
      { SecretId: 'ours' },
      [`secretsmanager:GetSecretValue ${OURS}`, `kms:Decrypt ${KEY}`],
    ],
    ['secretsmanager', 'DeleteSecret', { SecretId: 'ours' }, [`secretsmanager:DeleteSecret ${OURS}`]],
    [
      'secretsmanager',
      'PutSecretValue',
      { SecretId: 'ours' },
      [`secretsmanager:PutSecretValue ${OURS}`, `kms:GenerateDataKey ${KEY}`, `kms:Decrypt ${KEY}`],
    ],
    [
      'secretsmanager',
      'CreateSecret',
      { Name: 'new', KmsKeyId: 'alias/k' },
      [
        `secretsmanager:CreateSecret arn:aws:secretsmanager:${HERE}:secret:new-??????`,
        ...[1, 2].flatMap(() => [`kms:GenerateDataKey ${KEY}`, `kms:Decrypt ${KEY}`]),
      ],
    ],
    [
      'secretsmanager',
      'CreateSecret',
      { Name: 'new' },
      [`secretsmanager:CreateSecret arn:aws:secretsmanager:${HERE}:secret:new-??????`],
    ],
  ])('%s %s %j', (service, action, input, expected) => {
    expect(needed(service, action, input)).toEqual(expected);
  });

  it.each([
    ['GET /bucket/a/b.json', ['s3:GetObject arn:aws:s3:::bucket/a/b.json']],
    ['HEAD /bucket/a%20b', ['s3:GetObject arn:aws:s3:::bucket/a b']],
    ['PUT /bucket/a?x-id=PutObject', ['s3:PutObject arn:aws:s3:::bucket/a']],
    ['DELETE /bucket/a', ['s3:DeleteObject arn:aws:s3:::bucket/a']],
  ])('s3 %s', (request, expected) => {
    const [method, url = ''] = request.split(' ');
    expect(needed('s3', `${method} ${url.split('?')[0]}`, undefined, { url })).toEqual(expected);
  });

  it('the key of a secret, by way of Secrets Manager and for that secret only', () => {
    const call = {
      service: 'secretsmanager',
      action: 'GetSecretValue',
      input: { SecretId: 'ours' },
      url: '/',
      headers: {},
    };
    expect(neededAccess(call as Parameters<typeof neededAccess>[0], lookup)?.[1]?.context).toEqual({
      'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com',
      'kms:EncryptionContext:SecretARN': OURS,
    });
  });

  it('the key of a new secret twice: Secrets Manager tries it before there is a secret', () => {
    const input = { Name: 'new', KmsKeyId: 'alias/k' };
    const call = { service: 'secretsmanager', action: 'CreateSecret', input, url: '/', headers: {} } as const;
    const named = neededAccess(call, lookup)?.map(({ context }) => context['kms:EncryptionContext:SecretARN']);
    const secret = `arn:aws:secretsmanager:${HERE}:secret:new-??????`;
    const validation = 'RequestToValidateKeyAccess';
    expect(named).toEqual([undefined, validation, validation, secret, secret]);
  });
});

describe('a call without a row is permitted to nobody', () => {
  it.each<[ServiceName, string]>([
    ['dynamodb', 'CreateTable'],
    ['dynamodb', 'TransactWriteItems'],
    ['sqs', 'CreateQueue'],
    ['sqs', 'SetQueueAttributes'],
    ['events', 'PutRule'],
    ['secretsmanager', 'UpdateSecret'],
    ['lambda', 'GET'],
    ['s3', 'GET /bucket'],
    ['s3', 'PUT /bucket'],
    ['s3', 'POST /bucket/a'],
  ])('%s %s', (service, action) => {
    expect(needed(service, action, {})).toBeUndefined();
  });

  it('nor one that is about something else than the object that it names', () => {
    expect(needed('s3', 'PUT /bucket/a', undefined, { url: '/bucket/a?acl' })).toBeUndefined();
  });

  it.each(['x-amz-copy-source', 'x-amz-acl', 'x-amz-tagging'])('nor one that takes more, by its header %s', (name) => {
    expect(needed('s3', 'PUT /bucket/a', undefined, { headers: { [name]: '/other/b' } })).toBeUndefined();
  });
});
