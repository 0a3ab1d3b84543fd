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
const STORED_SECRETS = SECRETS.replace('GetSecretValue', 'CreateSecret GetSecretValue PutSecretValue RestoreSecret');
/** It has no name of its own either. */
const TOKENS_KEY = 'TenantRegistryTokensKey8B2E86A0';
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
    `${TOKENS_KEY} Decrypt`,
    'sevdesk-relay-dev PutEvents',
    'sevdesk-relay-dev-commands PutItem',
    'sevdesk-relay-dev-commands.fifo SendMessage',
    'sevdesk-relay-dev-commands/index/by-state Query',
    'sevdesk-relay-dev-tenants GetItem PutItem Query',
    'sevdesk-relay-dev-tenants/index/due Query',
  ],
  'connect-tenant': [
    log('connect-tenant'),
    STORED_SECRETS,
    `${TOKENS_KEY} Decrypt GenerateDataKey`,
    'sevdesk-relay-dev PutEvents',
    'sevdesk-relay-dev-commands PutItem',
    'sevdesk-relay-dev-commands.fifo SendMessage',
    'sevdesk-relay-dev-commands/index/by-state Query',
    'sevdesk-relay-dev-tenants GetItem PutItem',
  ],
  'poll-tenant': [
    log('poll-tenant'),
    SECRETS,
    `${TOKENS_KEY} Decrypt`,
    RECORDS,
    'sevdesk-relay-dev PutEvents',
    'sevdesk-relay-dev-commands GetItem',
    `sevdesk-relay-dev-polls ${DELIVERIES}`,
    'sevdesk-relay-dev-snapshots BatchGetItem PutItem Query',
    'sevdesk-relay-dev-snapshots/index/due-dates Query',
    'sevdesk-relay-dev-tenants GetItem PutItem Query',
    'sevdesk-relay-dev-tenants/index/due Query',
  ],
  'accept-commands': [
    log('accept-commands'),
    `sevdesk-relay-dev-command-intake ${DELIVERIES}`,
    'sevdesk-relay-dev-commands.fifo SendMessage',
  ],
  'execute-command': [
    log('execute-command'),
    SECRETS,
    `${TOKENS_KEY} Decrypt`,
    UPLOADS,
    DOCUMENTS,
    'sevdesk-relay-dev PutEvents',
    'sevdesk-relay-dev-commands DeleteItem GetItem PutItem',
    'sevdesk-relay-dev-commands-dead-letters.fifo SendMessage',
    `sevdesk-relay-dev-commands.fifo ChangeMessageVisibility ${DELIVERIES}`,
    'sevdesk-relay-dev-tenants GetItem PutItem Query',
    'sevdesk-relay-dev-tenants/index/due Query',
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
    expect(stack.types.filter((type) => /IAM::(?!Role$)|EventBusPolicy/.test(type))).toEqual([]);
  });

  it('names its resources: a wildcard stands only behind the prefix of secrets, for objects, and where AWS knows no narrower one', () => {
    const wild = stack
      .all<Role>('AWS::IAM::Role')
      .flatMap(({ Properties }) => granted(Properties))
      .filter((line) => line.includes('*'));
    expect(new Set(wild)).toEqual(new Set(['* ListSecrets', SECRETS, STORED_SECRETS, RECORDS, UPLOADS, DOCUMENTS]));
  });
});

describe('the key of tokens', () => {
  it.each(['sweep-tenants', 'poll-tenant', 'execute-command', 'connect-tenant'])(
    'is used by %s only by way of Secrets Manager, and only for secrets of this stage',
    (name) => {
      const [statement, ...others] = statementsOf(roleOf(name)).filter(
        ({ Resource }) => plainOf(Resource) === TOKENS_KEY,
      );
      expect(others).toEqual([]);
      const { StringEquals, StringLike, ...more } = (statement as Statement).Condition as Record<
        string,
        Record<string, unknown>
      >;
      expect(more).toEqual({});
      expect(plainOf(StringEquals?.['kms:ViaService'])).toBe('secretsmanager.AWS::Region.amazonaws.com');
      const secrets = [StringLike?.['kms:EncryptionContext:SecretARN']].flat().map(stack.plain);
      expect(secrets[0]).toBe(SECRETS.replace(' GetSecretValue', ''));
      expect(secrets.slice(1)).toEqual(name === 'connect-tenant' ? ['RequestToValidateKeyAccess'] : []);
    },
  );

  it('turns once a year, and is kept as its stage says, so that tokens which outlive the stack stay readable', () => {
    const [key, ...others] = synthesizedStack(stageNamed('prod')).all<Record<string, unknown>>('AWS::KMS::Key');
    expect(others).toEqual([]);
    expect(key).toMatchObject({ DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
    expect(stack.all('AWS::KMS::Key')[0]).toMatchObject({ DeletionPolicy: 'Delete' });
    const aliases = stack.all<{ AliasName: string }>('AWS::KMS::Alias').map(({ Properties }) => Properties.AliasName);
    expect(aliases).toEqual(['alias/sevdesk-relay-dev-tokens']);
  });
});

describe('another account', () => {
  const OWN_ACCOUNT = 'arn:AWS::Partition:iam::AWS::AccountId:root';

  it('is let in by no policy of a resource: each names this account, or a service that acts for something in it', () => {
    const allowed = resourceStatements().filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.length).toBeGreaterThan(3);
    for (const { Principal, Condition = {} } of allowed) {
      const { AWS = [], Service = [], ...others } = Principal as Readonly<Record<string, unknown>>;
      expect(others).toEqual({});
      expect([AWS].flat().filter((one) => stack.plain(one) !== OWN_ACCOUNT)).toEqual([]);
      const keys = Object.values(Condition as Record<string, object>).flatMap(Object.keys);
      if ([Service].flat().length > 0) expect(keys).toContainEqual(expect.stringMatching(/^aws:Source(Arn|Account)$/));
    }
  });

  it('starts no function: only rules of this stack do', () => {
    const permissions = stack.all<{ Principal: string; SourceArn: unknown }>('AWS::Lambda::Permission');
    expect(permissions.length).toBeGreaterThan(0);
    for (const { Properties } of permissions) {
      expect(Properties.Principal).toBe('events.amazonaws.com');
      expect(Properties.SourceArn).toEqual({ 'Fn::GetAtt': [expect.any(String), 'Arn'] });
    }
  });

  it('sees no bus of ours: it has no policy, so its own account only publishes and subscribes', () => {
    expect(stack.types).not.toContain('AWS::Events::EventBusPolicy');
  });

  /** Of every policy that is no role's: whichever type of resource has one. */
  function resourceStatements(): readonly Statement[] {
    return stack.types
      .filter((type) => !type.startsWith('AWS::IAM::'))
      .flatMap((type) => stack.all<Record<string, { Statement?: Statement[] } | undefined>>(type))
      .flatMap(({ Properties: { PolicyDocument, KeyPolicy } }) => [PolicyDocument, KeyPolicy])
      .flatMap((document) => document?.Statement ?? []);
  }
});

describe('who may use a queue', () => {
  it('refuses everybody without TLS, and lets in only EventBridge: rules of this account to the intake, elsewhere only the rule that starts the function', () => {
    const policies = stack.all<{ Queues: unknown[]; PolicyDocument: { Statement: Statement[] } }>(
      'AWS::SQS::QueuePolicy',
    );
    expect(policies).toHaveLength(stack.all('AWS::SQS::Queue').length);
    for (const { Properties } of policies) {
      const [deny, ...others] = Properties.PolicyDocument.Statement;
      expect(deny).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
      for (const allowed of others) {
        expect(allowed).toMatchObject({ Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' });
        const isIntake = plainOf(Properties.Queues) === 'sevdesk-relay-dev-command-intake';
        expect(allowed.Condition).toEqual(
          isIntake
            ? { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }
            : { ArnEquals: { 'aws:SourceArn': expect.anything() } },
        );
      }
    }
  });
});

describe('who may publish to the topic of alarms', () => {
  it('nobody without TLS, and nobody by itself but the alarms of this stage in this account', () => {
    const [policy, ...others] = stack.all<{ PolicyDocument: { Statement: Statement[] } }>('AWS::SNS::TopicPolicy');
    expect(others).toEqual([]);
    const [deny, alarms, ...more] = policy?.Properties.PolicyDocument.Statement ?? [];
    expect(more).toEqual([]);
    expect(deny).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(alarms).toMatchObject({ Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish' });
    const { StringEquals, ArnLike } = (alarms as Statement).Condition as Record<string, Record<string, unknown>>;
    expect(stack.plain(StringEquals?.['aws:SourceAccount'])).toBe('AWS::AccountId');
    expect(stack.plain(ArnLike?.['aws:SourceArn'])).toBe(
      'arn:AWS::Partition:cloudwatch:AWS::Region:AWS::AccountId:alarm:sevdesk-relay-dev-*',
    );
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

function statementsOf({ Policies }: Role): readonly Statement[] {
  return Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

function plainOf(value: unknown): string {
  return [value].flat().map(stack.plain).join(' ');
}

/** One line per resource: `<resource> <action> <action>`, sorted. */
function granted(role: Role): readonly string[] {
  const actions = new Map<string, string[]>();
  for (const { Effect, Action, Resource } of statementsOf(role)) {
    expect(Effect).toBe('Allow');
    for (const resource of [Resource].flat()) {
      const name = stack.plain(resource);
      const short = [Action].flat().map((action) => String(action).replace(/^\w+:/, ''));
      actions.set(name, [...(actions.get(name) ?? []), ...short]);
    }
  }
  return [...actions].map(([name, all]) => `${name} ${all.sort().join(' ')}`).sort();
}
