import { beforeAll, describe, expect, it } from 'vitest';
import { type SynthesizedStack, stageNamed, synthesizedStack } from './synthesized-stack.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}
interface Role {
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
  readonly ManagedPolicyArns?: unknown;
}

const SECRETS =
  'arn:AWS::Partition:secretsmanager:AWS::Region:AWS::AccountId:secret:sevdesk-relay/dev/tenants/* GetSecretValue';
const log = (name: string) => `/aws/lambda/sevdesk-relay-dev-${name} CreateLogStream PutLogEvents`;
/** The bucket has no name of its own: CloudFormation makes one from this id. */
const BUCKET = 'EventBusRecordsDDB79928';
const RECORDS = `${BUCKET}/* PutObject`;
const UPLOADS = `${BUCKET}/uploads/* GetObject`;
const DOCUMENTS = `${BUCKET}/documents/* PutObject`;
const DELIVERIES = 'DeleteMessage GetQueueAttributes ReceiveMessage';

/** Everything a function may do, resource by resource: whoever adds a permission adds it here, too. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  'schedule-polls': [
    log('schedule-polls'),
    'sevdesk-relay-dev-polls SendMessage',
    'sevdesk-relay-dev-tenants/index/due Query',
  ],
  'sweep-tenants': [
    '* ListSecrets',
    log('sweep-tenants'),
    SECRETS,
    'sevdesk-relay-dev PutEvents',
    'sevdesk-relay-dev-commands PutItem',
    'sevdesk-relay-dev-commands.fifo SendMessage',
    'sevdesk-relay-dev-commands/index/by-state Query',
    'sevdesk-relay-dev-tenants GetItem PutItem',
  ],
  'poll-tenant': [
    log('poll-tenant'),
    SECRETS,
    RECORDS,
    'sevdesk-relay-dev PutEvents',
    'sevdesk-relay-dev-commands GetItem',
    `sevdesk-relay-dev-polls ${DELIVERIES}`,
    'sevdesk-relay-dev-snapshots BatchGetItem PutItem Query',
    'sevdesk-relay-dev-snapshots/index/due-dates Query',
    'sevdesk-relay-dev-tenants GetItem PutItem',
  ],
  'execute-command': [
    log('execute-command'),
    SECRETS,
    UPLOADS,
    DOCUMENTS,
    'sevdesk-relay-dev PutEvents',
    'sevdesk-relay-dev-commands DeleteItem GetItem PutItem',
    'sevdesk-relay-dev-commands-dead-letters.fifo SendMessage',
    `sevdesk-relay-dev-commands.fifo ChangeMessageVisibility ${DELIVERIES}`,
    'sevdesk-relay-dev-tenants GetItem PutItem',
  ],
};

let stack: SynthesizedStack;
beforeAll(() => {
  stack = synthesizedStack(stageNamed('dev'));
});

describe('what functions may do', () => {
  it.each(Object.entries(PERMISSIONS))('%s: exactly what it uses', (name, expected) => {
    expect(granted(roleOf(name))).toEqual([...expected].sort());
  });

  it('covers every function, and nothing comes in by another door', () => {
    expect(stack.all('AWS::Lambda::Function')).toHaveLength(Object.keys(PERMISSIONS).length);
    expect(stack.all('AWS::IAM::Role')).toHaveLength(Object.keys(PERMISSIONS).length);
    expect(stack.all<Role>('AWS::IAM::Role').filter(({ Properties }) => Properties.ManagedPolicyArns)).toEqual([]);
    expect(stack.types.filter((type) => /IAM::(?!Role$)|EventBusPolicy|TopicPolicy/.test(type))).toEqual([]);
  });

  it('names its resources: a wildcard stands only behind the prefix of secrets, for objects, and where AWS knows no narrower one', () => {
    const wild = stack
      .all<Role>('AWS::IAM::Role')
      .flatMap(({ Properties }) => granted(Properties))
      .filter((line) => line.includes('*'));
    expect(new Set(wild)).toEqual(new Set(['* ListSecrets', SECRETS, RECORDS, UPLOADS, DOCUMENTS]));
  });
});

describe('who may use a queue', () => {
  it('refuses everybody without TLS, and lets in only EventBridge, only from the rule that starts the function', () => {
    const policies = stack.all<{ PolicyDocument: { Statement: Statement[] } }>('AWS::SQS::QueuePolicy');
    expect(policies).toHaveLength(stack.all('AWS::SQS::Queue').length);
    for (const { Properties } of policies) {
      const [deny, ...others] = Properties.PolicyDocument.Statement;
      expect(deny).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
      for (const allowed of others) {
        expect(allowed).toMatchObject({ Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' });
        expect(allowed.Condition).toMatchObject({ ArnEquals: { 'aws:SourceArn': expect.anything() } });
      }
    }
  });
});

describe('who may use the bucket of records', () => {
  it('refuses everybody without TLS, and lets in nobody by itself', () => {
    const policies = stack.all<{ PolicyDocument: { Statement: Statement[] } }>('AWS::S3::BucketPolicy');
    expect(policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement)).toEqual([
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ]);
  });
});

function roleOf(functionName: string): Role {
  const roles = stack.all<Role>('AWS::IAM::Role');
  const own = roles.filter(({ Properties }) => granted(Properties).includes(log(functionName)));
  expect(own).toHaveLength(1);
  return (own[0] as (typeof roles)[number]).Properties;
}

/** One line per resource: `<resource> <action> <action>`, sorted. */
function granted({ Policies }: Role): readonly string[] {
  const actions = new Map<string, string[]>();
  for (const { Effect, Action, Resource } of Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)) {
    expect(Effect).toBe('Allow');
    for (const resource of [Resource].flat()) {
      const name = stack.plain(resource);
      const short = [Action].flat().map((action) => String(action).replace(/^\w+:/, ''));
      actions.set(name, [...(actions.get(name) ?? []), ...short]);
    }
  }
  return [...actions].map(([name, all]) => `${name} ${all.sort().join(' ')}`).sort();
}
