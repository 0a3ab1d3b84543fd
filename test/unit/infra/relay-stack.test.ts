import { beforeAll, describe, expect, it } from 'vitest';
import { localStage } from '../../../infra/stages.ts';
import { type SynthesizedStack, stageNamed, synthesizedStack } from './synthesized-stack.ts';

interface Table {
  readonly TableName: string;
  readonly KeySchema: readonly { readonly AttributeName: string }[];
  readonly BillingMode: string;
  readonly DeletionProtectionEnabled?: boolean;
  readonly PointInTimeRecoverySpecification?: { readonly PointInTimeRecoveryEnabled: boolean };
  readonly GlobalSecondaryIndexes?: readonly {
    readonly IndexName: string;
    readonly KeySchema: readonly { readonly AttributeName: string }[];
    readonly Projection: { readonly ProjectionType: string };
  }[];
}
interface Source {
  readonly EventSourceArn: unknown;
  readonly BatchSize: number;
  readonly ScalingConfig: { readonly MaximumConcurrency: number };
  readonly FunctionResponseTypes: readonly string[];
}
interface Lambda {
  readonly FunctionName: string;
  readonly Runtime: string;
  readonly Architectures: readonly string[];
  readonly Timeout: number;
  readonly LoggingConfig: { readonly LogFormat: string; readonly LogGroup: unknown };
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
}

let dev: SynthesizedStack;
let prod: SynthesizedStack;
let local: SynthesizedStack;
beforeAll(() => {
  dev = synthesizedStack(stageNamed('dev'));
  prod = synthesizedStack(stageNamed('prod'));
  local = synthesizedStack(localStage({ sevdeskUrl: 'http://127.0.0.1:4580/api/v1', tickSeconds: 5, readOnly: true }));
});

describe('the stack', () => {
  it('is made of plain resources only: each type is one that the local account has to know', () => {
    expect(local.types).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::Dashboard',
      'AWS::DynamoDB::Table',
      'AWS::Events::Archive',
      'AWS::Events::EventBus',
      'AWS::Events::Rule',
      'AWS::IAM::Role',
      'AWS::KMS::Alias',
      'AWS::KMS::Key',
      'AWS::Lambda::EventInvokeConfig',
      'AWS::Lambda::EventSourceMapping',
      'AWS::Lambda::Function',
      'AWS::Lambda::Permission',
      'AWS::Logs::LogGroup',
      'AWS::S3::Bucket',
      'AWS::S3::BucketPolicy',
      'AWS::SNS::Topic',
      'AWS::SNS::TopicPolicy',
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
    ]);
  });

  it('tells where to put rules, where to send commands, what connects tenants, where large records are read, and where to look', () => {
    expect(Object.keys(prod.outputs).sort()).toEqual([
      'CommandIntakeArn',
      'CommandQueueUrl',
      'ConnectTenantFunctionArn',
      'DashboardUrl',
      'EventBusArn',
      'RecordsBucketArn',
    ]);
    expect(prod.plain(prod.outputs.ConnectTenantFunctionArn?.Value)).toBe('sevdesk-relay-prod-connect-tenant');
    expect(prod.plain(prod.outputs.EventBusArn?.Value)).toBe('sevdesk-relay-prod');
    expect(prod.plain(prod.outputs.CommandIntakeArn?.Value)).toBe('sevdesk-relay-prod-command-intake');
    expect(prod.plain(prod.outputs.CommandQueueUrl?.Value)).toBe('sevdesk-relay-prod-commands.fifo');
  });

  it('keeps its public names', () => {
    const named = ['AWS::Events::EventBus', 'AWS::DynamoDB::Table', 'AWS::SNS::Topic'].flatMap((type) =>
      dev
        .all<Record<string, string>>(type)
        .map(({ Properties: { Name, TableName, TopicName } }) => Name ?? TableName ?? TopicName),
    );
    expect(named.sort()).toEqual([
      'sevdesk-relay-dev',
      'sevdesk-relay-dev-alarms',
      'sevdesk-relay-dev-commands',
      'sevdesk-relay-dev-snapshots',
      'sevdesk-relay-dev-tenants',
    ]);
  });
});

describe('tables', () => {
  it('have the keys and indexes that the functions use', () => {
    const keys = ({ KeySchema }: { KeySchema: Table['KeySchema'] }) =>
      KeySchema.map((key) => key.AttributeName).join(' ');
    const tables = dev
      .all<Table>('AWS::DynamoDB::Table')
      .map(({ Properties }) => [
        `${Properties.TableName}: ${keys(Properties)}`,
        ...(Properties.GlobalSecondaryIndexes ?? []).map(
          (index) => `${index.IndexName}: ${keys(index)}, ${index.Projection.ProjectionType}`,
        ),
      ]);
    expect(tables.sort()).toEqual([
      ['sevdesk-relay-dev-commands: tenantId entry', 'by-state: tenantState stateAt, ALL'],
      ['sevdesk-relay-dev-snapshots: partition recordId', 'due-dates: dueOf dueOn, KEYS_ONLY'],
      ['sevdesk-relay-dev-tenants: tenantId item', 'due: dueShard dueAt, INCLUDE'],
    ]);
  });

  it.each([
    ['prod', () => prod, 'Retain', true],
    ['dev', () => dev, 'Delete', false],
  ] as const)(
    'of %s are paid by use, kept as the stage says, and can be restored to any second',
    (_name, stack, policy, kept) => {
      for (const { Properties, DeletionPolicy, UpdateReplacePolicy } of stack().all<Table>('AWS::DynamoDB::Table')) {
        expect([DeletionPolicy, UpdateReplacePolicy]).toEqual([policy, policy]);
        expect(Properties.BillingMode).toBe('PAY_PER_REQUEST');
        expect(Properties.DeletionProtectionEnabled ?? false).toBe(kept);
        expect(Properties.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled).toBe(true);
      }
    },
  );
});

describe('the bucket of records too large for the bus', () => {
  it.each([
    ['prod', () => prod, 'Retain', 31],
    ['dev', () => dev, 'Delete', 8],
  ] as const)(
    'of %s is closed, and keeps them a day longer than the archive can replay their events',
    (_name, stack, policy, days) => {
      const [bucket, ...others] = stack().all<Record<string, unknown>>('AWS::S3::Bucket');
      expect(others).toEqual([]);
      expect([bucket?.DeletionPolicy, bucket?.UpdateReplacePolicy]).toEqual([policy, policy]);
      expect(bucket?.Properties).toEqual({
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        LifecycleConfiguration: { Rules: [{ ExpirationInDays: days, Status: 'Enabled' }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
    },
  );
});

describe('bus, archive and logs', () => {
  it.each([
    ['prod', () => prod, 'Retain', 30, 90],
    ['dev', () => dev, 'Delete', 7, 14],
  ] as const)('of %s are kept as the stage says', (_name, stack, policy, archiveDays, logDays) => {
    const kept = ['AWS::Events::EventBus', 'AWS::Events::Archive', 'AWS::Logs::LogGroup'];
    const policies = kept.flatMap((type) =>
      stack()
        .all(type)
        .map(({ DeletionPolicy }) => DeletionPolicy),
    );
    expect(new Set(policies)).toEqual(new Set([policy]));
    const [archive] = stack().all<{ RetentionDays: number; EventPattern: unknown }>('AWS::Events::Archive');
    expect(archive?.Properties).toMatchObject({
      RetentionDays: archiveDays,
      EventPattern: { source: ['sevdesk-relay'] },
    });
    const logs = stack().all<{ RetentionInDays: number }>('AWS::Logs::LogGroup');
    expect(logs.map(({ Properties }) => Properties.RetentionInDays)).toEqual(Array(6).fill(logDays));
  });
});

describe('queues', () => {
  it('are encrypted; commands wait 14 days, one tenant not behind another; polls are forgotten after an hour', () => {
    const queues = dev.all<Record<string, unknown>>('AWS::SQS::Queue').map(({ Properties }) => Properties);
    expect(queues.every(({ SqsManagedSseEnabled }) => SqsManagedSseEnabled === true)).toBe(true);
    expect(queues.find(({ QueueName }) => QueueName === 'sevdesk-relay-dev-commands.fifo')).toMatchObject({
      FifoQueue: true,
      ContentBasedDeduplication: true,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
      MessageRetentionPeriod: 14 * 86_400,
      RedrivePolicy: { maxReceiveCount: 1000 },
    });
    expect(queues.find(({ QueueName }) => QueueName === 'sevdesk-relay-dev-command-intake')).toMatchObject({
      MessageRetentionPeriod: 14 * 86_400,
      RedrivePolicy: { maxReceiveCount: 1000 },
    });
    expect(queues.find(({ QueueName }) => QueueName === 'sevdesk-relay-dev-polls')).toMatchObject({
      MessageRetentionPeriod: 3600,
    });
  });

  it('are worked off one message at a time, but for what is only forwarded, with the concurrency of the stage and failures reported per message', () => {
    const sources = prod
      .all<Source>('AWS::Lambda::EventSourceMapping')
      .map(({ Properties: { EventSourceArn, BatchSize, ScalingConfig, FunctionResponseTypes } }) => {
        expect(FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
        return [prod.plain(EventSourceArn), BatchSize, ScalingConfig.MaximumConcurrency];
      });
    const { maxConcurrentPolls, maxConcurrentCommands } = stageNamed('prod');
    expect(sources.sort()).toEqual([
      ['sevdesk-relay-prod-command-intake', 10, 2],
      ['sevdesk-relay-prod-commands.fifo', 1, maxConcurrentCommands],
      ['sevdesk-relay-prod-polls', 1, maxConcurrentPolls],
    ]);
  });
});

describe('functions', () => {
  it('run on Node 24, on ARM, with a log of their own in JSON', () => {
    for (const { Properties } of dev.all<Lambda>('AWS::Lambda::Function')) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
      expect(Properties.LoggingConfig.LogFormat).toBe('JSON');
      expect(dev.plain(Properties.LoggingConfig.LogGroup)).toBe(`/aws/lambda/${Properties.FunctionName}`);
    }
  });

  it('have the timeouts of their stage', () => {
    const timeouts = (stack: SynthesizedStack) =>
      Object.fromEntries(
        stack
          .all<Lambda>('AWS::Lambda::Function')
          .map(({ Properties }) => [Properties.FunctionName.replace(/^sevdesk-relay-[a-z]+-/, ''), Properties.Timeout]),
      );
    const everywhere = {
      'accept-commands': 30,
      'schedule-polls': 60,
      'sweep-tenants': 120,
      'connect-tenant': 120,
      'poll-tenant': 300,
    };
    expect(timeouts(prod)).toEqual({ ...everywhere, 'execute-command': 120 });
    expect(timeouts(local)).toEqual({ ...everywhere, 'execute-command': 60 });
  });

  it('are told what their stage says', () => {
    const variables = Object.assign(
      {},
      ...local.all<Lambda>('AWS::Lambda::Function').map(({ Properties }) => Properties.Environment.Variables),
    );
    expect(variables).toMatchObject({
      STAGE: 'local',
      SEVDESK_URL: 'http://127.0.0.1:4580/api/v1',
      SECRET_PREFIX: 'sevdesk-relay/local/tenants/',
      READ_ONLY: 'true',
      TICK_SECONDS: '5',
      TIMEOUT_SECONDS: '300',
    });
    expect(local.plain(variables.COMMAND_QUEUE_URL)).toBe('sevdesk-relay-local-commands.fifo');
    expect(local.plain(variables.BUS_NAME)).toBe('sevdesk-relay-local');
  });
});
