import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { relayNames } from '../../shared/contract/names.ts';
import type { Stage } from '../stages.ts';

/** What everything that can fail needs to know: its stage, and who is told. */
export interface Watched {
  readonly stage: Stage;
  readonly alarmTopic: ITopic;
}

export interface RunbookAlarmProps extends Watched {
  /** The chapter of docs/runbook.md, as its anchor. It is the alarm's name, too: `sevdesk-relay-<stage>-<runbook>`. */
  readonly runbook: string;
  /** What users notice while this is wrong, in one sentence. */
  readonly impact: string;
  readonly metric: IMetric;
  /** The alarm rings above this value, at the first period. */
  readonly above: number;
}

/** An alarm that tells what it means for users and where it is written what to do. No data is no alarm. */
export class RunbookAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    const { stage, alarmTopic, runbook, impact, metric, above } = props;
    super(scope, id, {
      alarmName: `${relayNames(stage.name).stack}-${runbook}`,
      alarmDescription: `Impact: ${impact} Runbook: docs/runbook.md#${runbook}`,
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.addAlarmAction(new SnsAction(alarmTopic));
  }
}
