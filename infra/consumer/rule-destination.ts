import { Duration } from 'aws-cdk-lib';
import type { IRuleTarget } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';

/** Where a rule sends events: a queue or a function, which come with dead letters, or any target of CDK's, as it is. */
export type RuleDestination = IQueue | IFunction | IRuleTarget;

/** @throws RangeError for a FIFO queue without a message group */
export function ruleTarget(destination: RuleDestination): IRuleTarget {
  if ('bind' in destination) return destination;
  requireNoGroup(destination);
  return {
    bind(rule, id) {
      const kept = { deadLetterQueue: deadLettersOf(rule) };
      const target =
        'queueArn' in destination ? new SqsQueue(destination, kept) : new LambdaFunction(destination, kept);
      return target.bind(rule, id);
    },
  };
}

/**
 * The queue for what a rule could not deliver, made at the first call. Without one, EventBridge tries for 24 hours, then drops the event
 * (documentation, "Retrying event delivery").
 */
export function deadLettersOf(rule: IConstruct): IQueue {
  const id = 'DeadLetters';
  const known = rule.node.tryFindChild(id);
  if (known instanceof Queue) return known;
  return new Queue(rule, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
}

function requireNoGroup(destination: IQueue | IFunction): void {
  if (!('queueArn' in destination) || !destination.fifo) return;
  throw new RangeError(
    'A FIFO queue needs a message group, which EventBridge can only set to fixed text: give a standard queue, or "new SqsQueue(queue, { messageGroupId })".',
  );
}
