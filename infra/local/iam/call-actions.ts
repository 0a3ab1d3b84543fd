import { localArn, pseudoParameters } from '../runtime/pseudo-parameters.ts';
import type { LocalCall, ServiceName } from '../services/local-call.ts';
import type { AccessRequest } from './decide.ts';

/** What a call needs to be known of secrets, to tell which permissions it needs. */
export interface SecretLookup {
  /** ARN of a secret that is there, and of the customer's key that it is encrypted with. */
  readonly secret: (secretId: string) => { readonly arn: string; readonly keyArn: string | undefined } | undefined;
  /** ARN of a key by its id, ARN or alias. */
  readonly keyArn: (keyId: string) => string | undefined;
}

type AskedCall = Pick<LocalCall, 'service' | 'action' | 'input' | 'url' | 'headers'>;
type Input = Readonly<Record<string, unknown>>;
type Row = (
  input: Input,
  asked: { readonly action: string; readonly lookup: SecretLookup },
) => readonly AccessRequest[];

/** The endpoint speaks http in place of AWS' https, and nobody but this machine hears it. */
const OVER_TLS = { 'aws:SecureTransport': 'true' } as const;

/**
 * The permissions that a call needs, as the service authorization reference of AWS names them.
 * `undefined`: there is no row for this call, so nobody is permitted.
 */
export function neededAccess(call: AskedCall, lookup: SecretLookup): readonly AccessRequest[] | undefined {
  if (call.service === 's3') return objectAccess(call);
  const row = ROWS[call.service][call.action];
  return row?.(Object(call.input) as Input, { action: call.action, lookup });
}

const table: Row = ({ TableName }, { action }) => [needs(`dynamodb:${action}`, tableArn(TableName))];

const tableOrIndex: Row = ({ TableName, IndexName }, { action }) => [
  needs(`dynamodb:${action}`, IndexName ? `${tableArn(TableName)}/index/${IndexName}` : tableArn(TableName)),
];

const tables: Row = ({ RequestItems }, { action }) =>
  Object.keys(Object(RequestItems)).map((name) => needs(`dynamodb:${action}`, tableArn(name)));

/** Batches are permitted as single calls are. */
const queue: Row = ({ QueueUrl }, { action }) => [
  needs(`sqs:${action.replace(/Batch$/, '')}`, localArn('sqs', String(QueueUrl).split('/').at(-1) ?? '')),
];

const queueByName: Row = ({ QueueName }, { action }) => [needs(`sqs:${action}`, localArn('sqs', String(QueueName)))];

const buses: Row = ({ Entries }, { action }) => {
  const named = ([Entries].flat() as { EventBusName?: string }[]).map(({ EventBusName = 'default' }) => EventBusName);
  return [...new Set(named)].map((name) => needs(`events:${action}`, arnOr('events', `event-bus/${name}`, name)));
};

const started: Row = ({ FunctionName }) => [
  needs('lambda:InvokeFunction', arnOr('lambda', `function:${FunctionName}`, String(FunctionName))),
];

const secret: Row = ({ SecretId }, { action, lookup }) => [
  needs(`secretsmanager:${action}`, lookup.secret(String(SecretId))?.arn ?? secretArn(String(SecretId))),
];

const allSecrets: Row = (_input, { action }) => [needs(`secretsmanager:${action}`, '*')];

const secretRead: Row = (input, asked) => [...secret(input, asked), ...ofKey(['Decrypt'], input, asked.lookup)];

const secretWritten: Row = (input, asked) => [
  ...secret(input, asked),
  ...ofKey(['GenerateDataKey', 'Decrypt'], input, asked.lookup),
];

/** What Secrets Manager names in place of the secret when it tries the key, before there is one (practice). */
const KEY_VALIDATION = 'RequestToValidateKeyAccess';

/** Its ARN ends in six characters that nobody knows yet. */
const secretMade: Row = ({ Name, KmsKeyId, Tags }, { lookup }) => {
  const arn = `${secretArn(String(Name))}-??????`;
  const keyArn = typeof KmsKeyId === 'string' ? lookup.keyArn(KmsKeyId) : undefined;
  return [
    needs('secretsmanager:CreateSecret', arn),
    ...(Tags ? [needs('secretsmanager:TagResource', arn)] : []),
    ...(keyArn ? [KEY_VALIDATION, arn].flatMap((of) => keyAccess(['GenerateDataKey', 'Decrypt'], keyArn, of)) : []),
  ];
};

const ROWS: Readonly<Record<Exclude<ServiceName, 's3'>, Readonly<Record<string, Row>>>> = {
  dynamodb: {
    ...rows(table, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'DescribeTable'),
    ...rows(tableOrIndex, 'Query', 'Scan'),
    ...rows(tables, 'BatchGetItem', 'BatchWriteItem'),
  },
  sqs: {
    ...rows(queue, 'SendMessage', 'SendMessageBatch', 'ReceiveMessage', 'DeleteMessage', 'DeleteMessageBatch'),
    ...rows(queue, 'ChangeMessageVisibility', 'ChangeMessageVisibilityBatch', 'GetQueueAttributes', 'PurgeQueue'),
    ...rows(queueByName, 'GetQueueUrl'),
  },
  events: rows(buses, 'PutEvents'),
  lambda: rows(started, 'Invoke'),
  secretsmanager: {
    ...rows(allSecrets, 'ListSecrets'),
    ...rows(secret, 'DescribeSecret', 'DeleteSecret', 'RestoreSecret'),
    ...rows(secretRead, 'GetSecretValue'),
    ...rows(secretWritten, 'PutSecretValue'),
    ...rows(secretMade, 'CreateSecret'),
  },
};

const BEYOND_THE_OBJECT = ['x-amz-copy-source', 'x-amz-acl', 'x-amz-tagging'];

/** By method; a call with other parameters than the SDK's own mark, or one that copies, shares or tags, takes more than the object. */
function objectAccess({ action, url, headers }: AskedCall): readonly AccessRequest[] | undefined {
  const [method = '', path = ''] = action.split(' ');
  const [, bucket, key] = /^\/([^/]+)\/(.+)$/.exec(decodeURIComponent(path)) ?? [];
  const verb = { GET: 'GetObject', HEAD: 'GetObject', PUT: 'PutObject', DELETE: 'DeleteObject' }[method];
  const parameters = [...new URL(url, 'http://local').searchParams.keys()].filter((name) => name !== 'x-id');
  if (!verb || key === undefined || parameters.length > 0 || BEYOND_THE_OBJECT.some((name) => headers[name]))
    return undefined;
  return [needs(`s3:${verb}`, `arn:aws:s3:::${bucket}/${key}`)];
}

function rows(row: Row, ...actions: readonly string[]): Readonly<Record<string, Row>> {
  return Object.fromEntries(actions.map((action) => [action, row]));
}

function needs(action: string, resource: string): AccessRequest {
  return { action, resource, context: OVER_TLS };
}

function ofKey(actions: readonly string[], { SecretId }: Input, lookup: SecretLookup): readonly AccessRequest[] {
  const { arn, keyArn } = lookup.secret(String(SecretId)) ?? {};
  return arn && keyArn ? keyAccess(actions, keyArn, arn) : [];
}

/** Secrets Manager asks AWS KMS in the name of its caller. */
function keyAccess(actions: readonly string[], keyArn: string, secretArnOrPattern: string): readonly AccessRequest[] {
  const via = `secretsmanager.${pseudoParameters['AWS::Region']}.amazonaws.com`;
  const context = { 'kms:ViaService': via, 'kms:EncryptionContext:SecretARN': secretArnOrPattern };
  return actions.map((action) => ({ action: `kms:${action}`, resource: keyArn, context }));
}

function tableArn(nameOrArn: unknown): string {
  return arnOr('dynamodb', `table/${nameOrArn}`, String(nameOrArn));
}

function secretArn(nameOrArn: string): string {
  return arnOr('secretsmanager', `secret:${nameOrArn}`, nameOrArn);
}

function arnOr(service: string, resource: string, nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : localArn(service, resource);
}
