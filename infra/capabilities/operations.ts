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
    this.alarmTopic = new Topic(this, 'Alarms', { topicName: `${relayNames(stage.name).stack}-alarms` });
  }
}
