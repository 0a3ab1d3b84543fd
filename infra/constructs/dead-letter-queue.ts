import { Duration, Validations } from 'aws-cdk-lib';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { RunbookAlarm, type Watched } from './runbook-alarm.ts';

export interface DeadLetterQueueProps extends Watched {
  /** FIFO when it ends in `.fifo`, as the dead letters of a FIFO queue must be. */
  readonly queueName: string;
  readonly runbook: string;
  readonly impact: string;
}

/**
 * Where messages end that nobody could carry out, for 14 days; the first one rings. There is no content-based
 * deduplication: a command that fails again after a redrive has the same body, and its second letter must not be swallowed.
 */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    const { queueName } = props;
    super(scope, id, {
      queueName,
      ...(queueName.endsWith('.fifo') && HIGH_THROUGHPUT_FIFO),
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    Validations.of(this).acknowledge({
      id: 'Serverless-SQSRedrivePolicy',
      reason: 'Messages end here until somebody looks at them: nothing receives them that could fail.',
    });
    new RunbookAlarm(this, 'Alarm', {
      ...props,
      metric: this.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
      above: 0,
    });
  }
}

/** One group does not use up the throughput of another. */
export const HIGH_THROUGHPUT_FIFO = {
  fifo: true,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
} as const;
