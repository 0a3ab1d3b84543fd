import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { relayNames } from '../../shared/contract/names.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { NodeFunction, type NodeFunctionProps, type Variables } from './node-function.ts';

export interface ScheduledFunctionProps<E extends Variables<E>> extends NodeFunctionProps<E> {
  /** Whole minutes. Less than one, as in stage `local`, is told to AWS as one. */
  readonly everySeconds: number;
}

/** A function that a schedule starts, with dead letters for starts that could not be delivered. */
export class ScheduledFunction<E extends Variables<E>> extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledFunctionProps<E>) {
    super(scope, id);
    const interval = Duration.seconds(Math.max(60, props.everySeconds));
    const { lambda } = new NodeFunction<E>(this, 'Worker', props);
    // The next start repeats a failed one. Repeats by Lambda would only run beside it.
    lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: interval });
    const deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters', {
      ...props,
      queueName: `${relayNames(props.stage.name).stack}-${props.name}-dead-letters`,
      runbook: `${props.name}-dead-letters`,
    });
    const target = new LambdaFunction(lambda, { deadLetterQueue, retryAttempts: 3, maxEventAge: interval });
    new Rule(this, 'Schedule', { schedule: Schedule.rate(interval), targets: [target] });
  }
}
