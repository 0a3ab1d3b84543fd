import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { relayNames } from '../../shared/contract/names.ts';
import type { Stage } from '../stages.ts';

/**
 * Who is told when something is wrong: subscribe an address or a pager to the topic. It has no encryption key, since
 * CloudWatch alarms cannot publish through AWS's own, and alarms name no tenant.
 */
export class Operations extends Construct {
  readonly alarmTopic: Topic;

  constructor(scope: Construct, id: string, { stage }: { readonly stage: Stage }) {
    super(scope, id);
    const { stack: prefix } = relayNames(stage.name);
    this.alarmTopic = new Topic(this, 'Alarms', { topicName: `${prefix}-alarms`, enforceSSL: true });
    this.alarmTopic.addToResourcePolicy(this.publishAlarms(prefix));
  }

  /** A topic with a policy of its own has lost AWS's, by which alarms of the account may publish. */
  private publishAlarms(prefix: string): PolicyStatement {
    const { account } = Stack.of(this);
    const alarms = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: `${prefix}-*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [this.alarmTopic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': alarms } },
    });
  }
}
