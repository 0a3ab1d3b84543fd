import { CfnOutput, Duration } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ExecuteCommandEnvironment } from '../../functions/execute-command/environment.ts';
import { relayNames } from '../../shared/contract/names.ts';
import { allow } from '../constructs/allow.ts';
import { CountAlarm } from '../constructs/count-alarm.ts';
import { HIGH_THROUGHPUT_FIFO } from '../constructs/dead-letter-queue.ts';
import { QueueWorker, type WorkerQueues } from '../constructs/queue-worker.ts';
import { RunbookAlarm, type Watched } from '../constructs/runbook-alarm.ts';
import { StageTable } from '../constructs/stage-table.ts';
import type { Stage } from '../stages.ts';
import type { EventBus } from './event-bus.ts';
import type { TenantRegistry } from './tenant-registry.ts';

/** SQS looks for deliverable groups among the first 120,000 waiting messages: beyond, a tenant can hold up others. */
const WAITING_COMMANDS = 60_000;

export interface CommandWritingProps extends Watched {
  readonly bus: EventBus;
  readonly tenants: TenantRegistry;
}

/** Carries out commands: their queue, the ledger of what was asked and done, and the writer. */
export class CommandWriting extends Construct {
  readonly table: StageTable;
  readonly stateIndexArn: string;
  readonly queue: IQueue;

  constructor(scope: Construct, id: string, props: CommandWritingProps) {
    super(scope, id);
    this.table = ledgerTable(this, props.stage);
    this.stateIndexArn = `${this.table.tableArn}/index/by-state`;
    this.queue = this.addWriter(props);
    new RunbookAlarm(this, 'Waiting', {
      ...props,
      runbook: 'commands-waiting',
      impact: 'Above 120,000 waiting commands, tenants with few commands wait for tenants with many.',
      metric: this.queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
      above: WAITING_COMMANDS,
    });
    new CountAlarm(this, {
      ...props,
      count: 'writerErrors',
      impact: 'At least one command and those of its tenant behind it are late; none is lost or done twice.',
    });
    new CfnOutput(this, 'CommandQueueUrl', { value: this.queue.queueUrl }).overrideLogicalId('CommandQueueUrl');
  }

  private addWriter(props: CommandWritingProps): IQueue {
    const { stage } = props;
    const names = relayNames(stage.name);
    const writer = new QueueWorker<ExecuteCommandEnvironment>(this, 'Commands', {
      ...props,
      messages: 'commands',
      queue: {
        ...HIGH_THROUGHPUT_FIFO,
        contentBasedDeduplication: true,
        queueName: names.commandQueue,
        deadLettersName: names.commandDeadLetters,
        retention: Duration.days(14),
        // A net only, and the most that SQS takes: a command waits by being received again, and the writer ends it by itself.
        maxReceiveCount: 1000,
      },
      deadLettersImpact: 'A command was not carried out and will not be without help.',
      oldest: { age: Duration.hours(1), impact: 'Commands of at least one tenant have been waiting for over an hour.' },
      worker: {
        name: 'execute-command',
        timeoutSeconds: stage.commandTimeoutSeconds,
        maxConcurrency: stage.maxConcurrentCommands,
        impact: 'Commands are repeated and late; none is lost.',
        environment: (queues) => writerEnvironment(props, queues, this.table.tableName),
        permissions: (queues) => writerPermissions(props, queues, this.table.tableArn),
      },
    });
    return writer.queue;
  }
}

/** The index holds parked and failed commands, and those of an interrupted redrive: no other entry carries its keys. */
function ledgerTable(scope: Construct, stage: Stage): StageTable {
  const table = new StageTable(scope, 'Ledger', {
    stage,
    tableName: relayNames(stage.name).commandsTable,
    partitionKey: { name: 'tenantId', type: AttributeType.STRING },
    sortKey: { name: 'entry', type: AttributeType.STRING },
  });
  table.addGlobalSecondaryIndex({
    indexName: 'by-state',
    partitionKey: { name: 'tenantState', type: AttributeType.STRING },
    sortKey: { name: 'stateAt', type: AttributeType.STRING },
    projectionType: ProjectionType.ALL,
  });
  return table;
}

function writerEnvironment(
  { stage, bus, tenants }: CommandWritingProps,
  { queue, deadLetters }: WorkerQueues,
  tableName: string,
): ExecuteCommandEnvironment {
  return {
    STAGE: stage.name,
    BUS_NAME: bus.busName,
    FILES_BUCKET: bus.recordsBucketName,
    TENANTS_TABLE: tenants.table.tableName,
    COMMANDS_TABLE: tableName,
    COMMAND_QUEUE_URL: queue.queueUrl,
    COMMAND_DEAD_LETTERS_URL: deadLetters.queueUrl,
    SECRET_PREFIX: tenants.secretPrefix,
    SEVDESK_URL: stage.sevdeskUrl,
    REQUESTS_PER_MINUTE: String(stage.requestsPerMinute),
    READ_ONLY: String(stage.readOnly),
    READ_BACK_PAUSE_SECONDS: String(stage.readBackPauseSeconds),
    TOKEN_CACHE_SECONDS: String(stage.tokenCacheSeconds),
    TOKEN_RECHECK_SECONDS: String(stage.tokenRecheckSeconds),
    BACKOFF_BASE_SECONDS: String(stage.backoffBaseSeconds),
    BACKOFF_CAP_SECONDS: String(stage.backoffCapSeconds),
    BREAKER_SECONDS: String(stage.breakerSeconds),
    COMMAND_MAX_AGE_SECONDS: String(stage.commandMaxAgeSeconds),
  };
}

function writerPermissions(
  { bus, tenants }: CommandWritingProps,
  { queue, deadLetters }: WorkerQueues,
  tableArn: string,
): readonly PolicyStatement[] {
  return [
    ...tenants.readTokens,
    tenants.changeTenants,
    ...tenants.judgeRefusals,
    allow(tableArn, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'),
    allow(queue.queueArn, 'sqs:ChangeMessageVisibility'),
    allow(deadLetters.queueArn, 'sqs:SendMessage'),
    bus.readUploads,
    bus.storeDocuments,
    bus.publish,
  ];
}
