import { Duration } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { PollTenantEnvironment } from '../../functions/poll-tenant/environment.ts';
import type { SchedulePollsEnvironment } from '../../functions/schedule-polls/environment.ts';
import { relayNames } from '../../shared/contract/names.ts';
import type { CountName } from '../../shared/domain/log.ts';
import { allow } from '../constructs/allow.ts';
import { CountAlarm } from '../constructs/count-alarm.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { measured } from '../constructs/relay-metric.ts';
import { RunbookAlarm, type Watched } from '../constructs/runbook-alarm.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import { StageTable } from '../constructs/stage-table.ts';
import type { CommandWriting } from './command-writing.ts';
import type { EventBus } from './event-bus.ts';
import type { TenantRegistry } from './tenant-registry.ts';

export interface ChangePollingProps extends Watched {
  readonly bus: EventBus;
  readonly tenants: TenantRegistry;
  readonly commands: CommandWriting;
}

/** What users notice, by what the poller counts. */
const IMPACTS = {
  deletionsHeld: 'Very many deletions of a tenant are not told until somebody confirms them.',
  recordsDoubled:
    'A document of a tenant may be there twice, because sevdesk carried out a call long after its connection broke.',
  recordsSetAside: 'Changes of single records are told without their positions, or not at all; all others are told.',
  listingsIncomplete: 'A change of at least one tenant may be told late: its list was never counted to its end.',
  pollsFailed: 'Changes of at least one tenant are told late; none is lost.',
  loginOutages:
    'sevdesk refuses the tokens of many tenants: their changes and commands wait; none is lost, and none is disconnected.',
  breakersOpened: 'Commands of at least one tenant, and what sevdesk refuses to it, wait for a while; none is lost.',
} as const satisfies Partial<Record<CountName, string>>;

/** Turns what changes in sevdesk into events: who is due, the polls, and what was last published. */
export class ChangePolling extends Construct {
  constructor(scope: Construct, id: string, props: ChangePollingProps) {
    super(scope, id);
    const snapshots = new StageTable(this, 'Snapshots', {
      stage: props.stage,
      tableName: relayNames(props.stage.name).snapshotsTable,
      partitionKey: { name: 'partition', type: AttributeType.STRING },
      sortKey: { name: 'recordId', type: AttributeType.STRING },
    });
    snapshots.addGlobalSecondaryIndex({
      indexName: 'due-dates',
      partitionKey: { name: 'dueOf', type: AttributeType.STRING },
      sortKey: { name: 'dueOn', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.addScheduler(props, this.addPoller(props, snapshots));
    for (const [count, impact] of Object.entries(IMPACTS)) {
      new CountAlarm(this, { ...props, count: count as CountName, impact });
    }
    this.addLagAlarm(props);
  }

  /** As seen by one tenant in a hundred: in a small stage the one that waits longest. */
  private addLagAlarm({ stage, alarmTopic }: ChangePollingProps): void {
    new RunbookAlarm(this, 'PollLag', {
      stage,
      alarmTopic,
      runbook: 'poll-lag',
      impact: 'Changes of some tenants have been told late for a quarter of an hour; none is lost.',
      metric: measured('pollLagMs', 'p99', stage),
      above: 2 * Math.max(stage.pollIntervalSeconds, stage.tickSeconds) * 1000,
      periods: 3,
    });
  }

  private addPoller(props: ChangePollingProps, snapshots: StageTable): IQueue {
    const { stage } = props;
    const names = relayNames(stage.name);
    const poller = new QueueWorker<PollTenantEnvironment>(this, 'Polls', {
      ...props,
      messages: 'polls',
      queue: {
        queueName: names.pollsQueue,
        deadLettersName: names.pollsDeadLetters,
        // A tenant stays due until it was polled, so an old request is worth nothing; it only delays the queue's recovery.
        retention: Duration.hours(1),
        maxReceiveCount: 3,
      },
      deadLettersImpact: 'Polls of at least one tenant fail: its changes are told late or not at all.',
      oldest: { age: Duration.minutes(10), impact: 'Changes of some tenants are told more than ten minutes late.' },
      worker: {
        name: 'poll-tenant',
        timeoutSeconds: stage.pollTimeoutSeconds,
        maxConcurrency: stage.maxConcurrentPolls,
        impact: 'Changes of at least one tenant are told late; none is lost.',
        environment: () => pollerEnvironment(props, snapshots.tableName),
        permissions: () => pollerPermissions(props, snapshots.tableArn),
      },
    });
    return poller.queue;
  }

  private addScheduler({ stage, alarmTopic, tenants }: ChangePollingProps, polls: IQueue): void {
    new ScheduledFunction<SchedulePollsEnvironment>(this, 'SchedulePolls', {
      stage,
      alarmTopic,
      name: 'schedule-polls',
      everySeconds: stage.tickSeconds,
      timeoutSeconds: 60,
      impact: 'No tenant is polled: changes are told late; none is lost.',
      environment: {
        STAGE: stage.name,
        TENANTS_TABLE: tenants.table.tableName,
        POLLS_QUEUE_URL: polls.queueUrl,
        TICK_SECONDS: String(stage.tickSeconds),
      },
      permissions: [allow(tenants.dueIndexArn, 'dynamodb:Query'), allow(polls.queueArn, 'sqs:SendMessage')],
    });
  }
}

function pollerEnvironment(
  { stage, bus, tenants, commands }: ChangePollingProps,
  snapshotsTable: string,
): PollTenantEnvironment {
  return {
    STAGE: stage.name,
    BUS_NAME: bus.busName,
    RECORDS_BUCKET: bus.recordsBucketName,
    TENANTS_TABLE: tenants.table.tableName,
    SNAPSHOTS_TABLE: snapshotsTable,
    COMMANDS_TABLE: commands.table.tableName,
    SECRET_PREFIX: tenants.secretPrefix,
    SEVDESK_URL: stage.sevdeskUrl,
    REQUESTS_PER_MINUTE: String(stage.requestsPerMinute),
    POLL_INTERVAL_SECONDS: String(stage.pollIntervalSeconds),
    PROBE_EVERY_POLLS: String(stage.probeEveryPolls),
    TOKEN_CACHE_SECONDS: String(stage.tokenCacheSeconds),
    TOKEN_RECHECK_SECONDS: String(stage.tokenRecheckSeconds),
    BACKOFF_BASE_SECONDS: String(stage.backoffBaseSeconds),
    BACKOFF_CAP_SECONDS: String(stage.backoffCapSeconds),
    BREAKER_SECONDS: String(stage.breakerSeconds),
    TIMEOUT_SECONDS: String(stage.pollTimeoutSeconds),
  };
}

function pollerPermissions(
  { bus, tenants, commands }: ChangePollingProps,
  snapshotsArn: string,
): readonly PolicyStatement[] {
  return [
    ...tenants.readTokens,
    tenants.changeTenants,
    ...tenants.judgeRefusals,
    allow(snapshotsArn, 'dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:Query'),
    allow(`${snapshotsArn}/index/due-dates`, 'dynamodb:Query'),
    allow(commands.table.tableArn, 'dynamodb:GetItem'),
    bus.storeRecords,
    bus.publish,
  ];
}
