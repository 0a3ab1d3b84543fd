import { Duration, Validations } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { relayNames } from '../../shared/contract/names.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { NodeFunction, type NodeFunctionProps, type Variables } from './node-function.ts';
import { RunbookAlarm } from './runbook-alarm.ts';

export interface ScheduledFunctionProps<E extends Variables<E>> extends NodeFunctionProps<E> {
  /** Whole minutes. Less than one, as in stage `local`, is told to AWS as one. */
  readonly everySeconds: number;
}

/** So many starts are missed before the alarm rings, and at least five minutes pass. */
const MISSED_STARTS = 3;
const LEAST_SILENCE_SECONDS = 300;

/** A function that a schedule starts, with dead letters for starts that could not be delivered, and an alarm for starts that are missing. */
export class ScheduledFunction<E extends Variables<E>> extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledFunctionProps<E>) {
    super(scope, id);
    const interval = Duration.seconds(Math.max(60, props.everySeconds));
    const { lambda } = new NodeFunction<E>(this, 'Worker', props);
    // The next start repeats a failed one. Repeats by Lambda would only run beside it.
    lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: interval });
    Validations.of(lambda).acknowledge({
      id: 'Serverless-LambdaAsyncFailureDestination',
      reason:
        'A start carries nothing that could be lost; the next one repeats it, and alarms ring for errors and for missing starts.',
    });
    const deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters', {
      ...props,
      queueName: `${relayNames(props.stage.name).stack}-${props.name}-dead-letters`,
      runbook: `${props.name}-dead-letters`,
    });
    Validations.of(deadLetterQueue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'These are the dead letters of a rule, which cdk-nag does not take for dead letters.',
    });
    const target = new LambdaFunction(lambda, { deadLetterQueue, retryAttempts: 3, maxEventAge: interval });
    new Rule(this, 'Schedule', { schedule: Schedule.rate(interval), targets: [target] });
    const silence = Duration.seconds(Math.max(LEAST_SILENCE_SECONDS, MISSED_STARTS * interval.toSeconds()));
    new RunbookAlarm(this, 'NotRun', {
      ...props,
      runbook: `${props.name}-not-run`,
      metric: lambda.metricInvocations({ period: silence }),
      below: 1,
    });
  }
}
