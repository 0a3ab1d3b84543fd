import { describe, expect, it } from 'vitest';
import { decide } from '../../../infra/local/iam/decide.ts';
import { policyDocument } from '../../../infra/local/iam/policy-document.ts';

const TABLE = 'arn:aws:dynamodb:eu-central-1:000000000000:table/things';
const KEY = 'arn:aws:kms:eu-central-1:000000000000:key/k';
const allow = (Action: unknown, Resource: unknown, Condition?: unknown) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition !== undefined && { Condition }),
});

function decided(
  statements: readonly unknown[],
  [action, resource]: readonly [string, string],
  context: Record<string, string> = {},
) {
  return decide(policyDocument.parse({ Version: '2012-10-17', Statement: statements }), { action, resource, context });
}

describe('a permission', () => {
  it.each([
    ['nothing is allowed that is not', [], 'dynamodb:GetItem', TABLE, 'not allowed'],
    ['its action on its resource', [allow('dynamodb:GetItem', TABLE)], 'dynamodb:GetItem', TABLE, 'allowed'],
    ['case of actions does not matter', [allow('DynamoDB:getitem', TABLE)], 'dynamodb:GetItem', TABLE, 'allowed'],
    ['another action', [allow('dynamodb:GetItem', TABLE)], 'dynamodb:PutItem', TABLE, 'not allowed'],
    [
      'one of several',
      [allow(['a:B', 'dynamodb:GetItem'], [`${TABLE}-2`, TABLE])],
      'dynamodb:GetItem',
      TABLE,
      'allowed',
    ],
    [
      'an index is not its table',
      [allow('dynamodb:Query', TABLE)],
      'dynamodb:Query',
      `${TABLE}/index/i`,
      'not allowed',
    ],
    ['a table is not its index', [allow('dynamodb:Query', `${TABLE}/index/i`)], 'dynamodb:Query', TABLE, 'not allowed'],
    ['a longer name', [allow('dynamodb:GetItem', TABLE)], 'dynamodb:GetItem', `${TABLE}-2`, 'not allowed'],
    ['a wildcard of actions', [allow('dynamodb:*Item', TABLE)], 'dynamodb:GetItem', TABLE, 'allowed'],
    ['a wildcard is whole', [allow('dynamodb:Get', TABLE)], 'dynamodb:GetItem', TABLE, 'not allowed'],
    ['a prefix', [allow('s3:GetObject', 'arn:aws:s3:::b/up/*')], 's3:GetObject', 'arn:aws:s3:::b/up/a/b', 'allowed'],
    [
      'outside of it',
      [allow('s3:GetObject', 'arn:aws:s3:::b/up/*')],
      's3:GetObject',
      'arn:aws:s3:::b/x',
      'not allowed',
    ],
    ['one character', [allow('sqs:X', 'arn:aws:sqs:r:1:q?')], 'sqs:X', 'arn:aws:sqs:r:1:q7', 'allowed'],
    ['no character', [allow('sqs:X', 'arn:aws:sqs:r:1:q?')], 'sqs:X', 'arn:aws:sqs:r:1:q', 'not allowed'],
    ['dots are dots', [allow('sqs:X', 'arn:aws:sqs:r:1:a.fifo')], 'sqs:X', 'arn:aws:sqs:r:1:a-fifo', 'not allowed'],
    ['no colon is crossed', [allow('sqs:X', 'arn:aws:sqs:*:1:q')], 'sqs:X', 'arn:aws:sqs:r:2:1:q', 'not allowed'],
    ['everything', [allow('*', '*')], 'dynamodb:GetItem', TABLE, 'allowed'],
  ])('%s', (_name, statements, action, resource, expected) => {
    expect(decided(statements, [action, resource])).toBe(expected);
  });

  it('that is denied elsewhere is denied, whatever the order', () => {
    const deny = { Effect: 'Deny', Action: 'dynamodb:*', Resource: `${TABLE}*` };
    const get = ['dynamodb:GetItem', TABLE] as const;
    expect(decided([allow('*', '*'), deny], get)).toBe('denied');
    expect(decided([deny, allow('*', '*')], get)).toBe('denied');
    expect(decided([allow('*', '*'), { ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }], get)).toBe(
      'allowed',
    );
  });
});

describe('a condition', () => {
  const via = { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' } };
  const context = { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' };
  const secret = (name: string) => `arn:aws:secretsmanager:eu-central-1:000000000000:secret:${name}`;

  it.each([
    ['that holds', via, context, 'allowed'],
    ['with another value', via, { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' }, 'not allowed'],
    ['about what the call has not', via, {}, 'not allowed'],
    ['is no pattern when it says equals', { StringEquals: { 'kms:ViaService': 'secrets*' } }, context, 'not allowed'],
    ['is one when it says like', { StringLike: { 'kms:ViaService': 'secrets*' } }, context, 'allowed'],
    [
      'with one of its values',
      { StringEquals: { 'kms:ViaService': ['x', context['kms:ViaService']] } },
      context,
      'allowed',
    ],
    [
      'must hold for all of its keys',
      { ...via, StringLike: { 'kms:EncryptionContext:SecretARN': secret('ours/*') } },
      { ...context, 'kms:EncryptionContext:SecretARN': secret('theirs/x-AbCdEf') },
      'not allowed',
    ],
    [
      'on ARNs',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:1:rule/*' } },
      { 'aws:SourceArn': 'arn:aws:events:r:1:rule/a' },
      'allowed',
    ],
    [
      'on other ARNs',
      { ArnEquals: { 'aws:SourceArn': 'arn:aws:events:r:1:rule/a' } },
      { 'aws:SourceArn': 'arn:aws:events:r:1:rule/b' },
      'not allowed',
    ],
  ])('%s', (_name, condition, given, expected) => {
    expect(decided([allow('kms:Decrypt', KEY, condition)], ['kms:Decrypt', KEY], given)).toBe(expected);
  });
});

describe('what is not evaluated is refused', () => {
  it.each([
    ['an operator', allow('a:B', '*', { NumericLessThan: { 'aws:SourceArn': '1' } })],
    ['a condition key', allow('a:B', '*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } })],
    ['NotAction', { Effect: 'Allow', NotAction: 'a:B', Resource: '*' }],
    ['NotResource', { Effect: 'Allow', Action: 'a:B', NotResource: '*' }],
    ['NotPrincipal', { ...allow('a:B', '*'), NotPrincipal: '*' }],
    ['an identity provider', { ...allow('a:B', '*'), Principal: { Federated: 'x' } }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM.
    ['a variable', allow('s3:GetObject', 'arn:aws:s3:::b/${aws:PrincipalTag/team}/*')],
  ])('%s', (_name, statement) => {
    expect(policyDocument.safeParse({ Statement: [statement] }).success).toBe(false);
  });
});
