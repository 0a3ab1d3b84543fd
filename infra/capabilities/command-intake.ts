import { Aws, CfnOutput, Duration } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AcceptCommandsEnvironment } from '../../functions/accept-commands/environment.ts';
import { relayNames } from '../../shared/contract/names.ts';
import { allow } from '../constructs/allow.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import type { Watched } from '../constructs/runbook-alarm.ts';
import type { CommandWriting } from './command-writing.ts';

export interface CommandIntakeProps extends Watched {
  readonly commands: CommandWriting;
}

/**
 * Where rules of products send commands: that EventBridge takes the group of a FIFO queue's message from the event is not promised
 * (documentation, "SqsParameters": an id), so a queue without groups takes them, and a function forwards each in the group of its
 * tenant.
 */
export class CommandIntake extends Construct {
  constructor(scope: Construct, id: string, props: CommandIntakeProps) {
    super(scope, id);
    const names = relayNames(props.stage.name);
    const commands = props.commands.queue;
    const { queue } = new QueueWorker<AcceptCommandsEnvironment>(this, 'Intake', {
      ...props,
      messages: 'command-intake',
      queue: {
        queueName: names.commandIntake,
        deadLettersName: names.commandIntakeDeadLetters,
        retention: Duration.days(14),
        // The most that SQS takes: what can't be forwarded is no message's fault.
        maxReceiveCount: 1000,
      },
      deadLettersImpact: 'A command that a rule of a product sent was not carried out and will not be without help.',
      oldest: { age: Duration.minutes(10), impact: 'Commands that rules of products send wait; none is lost.' },
      worker: {
        name: 'accept-commands',
        timeoutSeconds: 30,
        batchSize: 10,
        maxConcurrency: 2,
        impact: 'Commands that rules of products send are late; none is lost or done twice.',
        environment: () => ({ STAGE: props.stage.name, COMMAND_QUEUE_URL: commands.queueUrl }),
        permissions: () => [allow(commands.queueArn, 'sqs:SendMessage')],
      },
    });
    allowRules(queue);
    new CfnOutput(this, 'CommandIntakeArn', { value: queue.queueArn }).overrideLogicalId('CommandIntakeArn');
  }
}

/** Of this account only: the service acts for rules of every account. */
function allowRules(queue: Queue): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
}
