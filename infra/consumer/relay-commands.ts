import { ArnFormat, Stack } from 'aws-cdk-lib';
import { type IRuleTarget, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue, type SqsQueueProps } from 'aws-cdk-lib/aws-events-targets';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { relayNames } from '../../shared/contract/contract.ts';
import { checkCommandTemplate } from './check-command-template.ts';
import type { CommandTemplate } from './command-template.ts';
import { deadLettersOf } from './rule-destination.ts';

/** The commands of one stage, for products in the same account and region: sent by a rule, or by code. */
export class SevdeskRelayCommands extends Construct {
  private readonly intake: IQueue;
  private readonly queueArn: string;

  private constructor(scope: Construct, id: string, stage: string) {
    const { commandIntake, commandQueue } = relayNames(stage);
    super(scope, id);
    const arnOf = (resource: string) =>
      Stack.of(this).formatArn({ service: 'sqs', resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });
    this.intake = Queue.fromQueueArn(this, 'Intake', arnOf(commandIntake));
    this.queueArn = arnOf(commandQueue);
  }

  /**
   * The commands of a stage that is deployed already; the same again when asked twice in a scope.
   * @throws RangeError when the stage is not allowed
   */
  static fromStage(scope: Construct, stage: string, id?: string): SevdeskRelayCommands {
    const ownId = id ?? `SevdeskRelayCommands-${stage}`;
    const known = id === undefined ? scope.node.tryFindChild(ownId) : undefined;
    return known instanceof SevdeskRelayCommands ? known : new SevdeskRelayCommands(scope, ownId, stage);
  }

  /**
   * A target that sends this command for each event of its rule. Any value in it may be an `EventField`, which becomes what the event has
   * there, be it text, a number or a list; in `commandId` it stands within a text. Comes with dead letters for what EventBridge can't deliver.
   * @throws InvalidCommand when what has no tokens is not as the contract says
   */
  target(command: CommandTemplate, props: Omit<SqsQueueProps, 'message' | 'messageGroupId'> = {}): IRuleTarget {
    checkCommandTemplate(command);
    const message = RuleTargetInput.fromObject({ ...command, version: 1 });
    return {
      bind: (rule, id) => {
        const deadLetterQueue = props.deadLetterQueue ?? deadLettersOf(rule);
        return new SqsQueue(this.intake, { ...props, deadLetterQueue, message }).bind(rule, id);
      },
    };
  }

  /** What `sendCommand` of `sevdesk-relay/client` needs, and nothing else. */
  grantSend(grantee: IGrantable): Grant {
    const actions = ['sqs:SendMessage', 'sqs:GetQueueUrl'];
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.queueArn] });
  }
}
