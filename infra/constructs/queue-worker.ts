import { Duration, Validations } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { type IQueue, Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { allow } from './allow.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { NodeFunction, type NodeFunctionProps, type Variables } from './node-function.ts';
import { RunbookAlarm, type Watched } from './runbook-alarm.ts';

/** A worker may be told about its own queues. */
export interface WorkerQueues {
  readonly queue: IQueue;
  readonly deadLetters: IQueue;
}

export interface WorkerProps<E extends Variables<E>>
  extends Pick<NodeFunctionProps<E>, 'name' | 'timeoutSeconds' | 'impact'> {
  readonly maxConcurrency: number;
  /** How many messages one run gets at most, 1 to 10; 1 unless given. */
  readonly batchSize?: number;
  readonly environment: (queues: WorkerQueues) => E;
  readonly permissions: (queues: WorkerQueues) => readonly PolicyStatement[];
}

export interface QueueWorkerProps<E extends Variables<E>> extends Watched {
  /** What waits, in the plural: chapters of the runbook are `<messages>-dead-letters` and `<messages>-age`. */
  readonly messages: string;
  readonly queue: Pick<
    QueueProps,
    'fifo' | 'contentBasedDeduplication' | 'deduplicationScope' | 'fifoThroughputLimit'
  > & {
    readonly queueName: string;
    readonly deadLettersName: string;
    readonly retention: Duration;
    readonly maxReceiveCount: number;
  };
  readonly worker: WorkerProps<E>;
  readonly deadLettersImpact: string;
  /** A message older than this rings. */
  readonly oldest: { readonly age: Duration; readonly impact: string };
}

/** A queue, what works it off, its dead letters and its alarms: none of them without the others. */
export class QueueWorker<E extends Variables<E>> extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: QueueWorkerProps<E>) {
    super(scope, id);
    const { messages, worker, oldest } = props;
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      ...props,
      queueName: props.queue.deadLettersName,
      runbook: `${messages}-dead-letters`,
      impact: props.deadLettersImpact,
    });
    this.queue = this.mainQueue(props, deadLetters);
    new RunbookAlarm(this, 'Age', {
      ...props,
      runbook: `${messages}-age`,
      impact: oldest.impact,
      metric: this.queue.metricApproximateAgeOfOldestMessage(),
      above: oldest.age.toSeconds(),
    });
    const queues = { queue: this.queue, deadLetters };
    const { lambda } = new NodeFunction<E>(this, 'Worker', {
      ...props,
      ...worker,
      environment: worker.environment(queues),
      permissions: [
        allow(this.queue.queueArn, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'),
        ...worker.permissions(queues),
      ],
    });
    // Reserved concurrency would throttle deliveries that were received already, and send valid messages to dead letters.
    const deliveries = new EventSourceMapping(this, 'Deliveries', {
      target: lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: worker.batchSize ?? 1,
      maxConcurrency: worker.maxConcurrency,
      reportBatchItemFailures: true,
    });
    Validations.of(deliveries).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason:
        'Lambda knows such a destination for streams only; what fails here goes to the dead letters of the queue.',
    });
  }

  /**
   * A message stays hidden for the worker's timeout + 30 s, not for the six times that AWS recommends: these are for
   * deliveries that wait for concurrency, and after a crash the message, and a FIFO queue's whole group, would wait as long.
   */
  private mainQueue({ queue: settings, worker }: QueueWorkerProps<E>, deadLetters: IQueue): Queue {
    const { deadLettersName: _, retention, maxReceiveCount, ...queue } = settings;
    return new Queue(this, 'Queue', {
      ...queue,
      retentionPeriod: retention,
      visibilityTimeout: Duration.seconds(worker.timeoutSeconds + 30),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
  }
}
