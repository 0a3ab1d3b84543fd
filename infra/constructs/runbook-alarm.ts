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

/** An alarm rings above a value, where no data is no alarm; or below one, where no data is the worst there is. */
type Limit =
  | { readonly above: number; readonly below?: undefined }
  | { readonly below: number; readonly above?: undefined };

export type RunbookAlarmProps = Watched &
  Limit & {
    /** The chapter of docs/runbook.md, as its anchor. It is the alarm's name, too: `sevdesk-relay-<stage>-<runbook>`. */
    readonly runbook: string;
    /** What users notice while this is wrong, in one sentence. */
    readonly impact: string;
    readonly metric: IMetric;
    /** So many periods in a row must be beyond the limit; the first one rings unless it says otherwise. */
    readonly periods?: number;
  };

/** An alarm that tells what it means for users and where it is written what to do. */
export class RunbookAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    const { stage, alarmTopic, runbook, impact, metric, periods = 1 } = props;
    super(scope, id, {
      alarmName: `${relayNames(stage.name).stack}-${runbook}`,
      alarmDescription: `Impact: ${impact} Runbook: docs/runbook.md#${runbook}`,
      metric,
      evaluationPeriods: periods,
      ...comparison(props),
    });
    this.addAlarmAction(new SnsAction(alarmTopic));
  }
}

function comparison(limit: Limit) {
  return limit.above === undefined
    ? {
        threshold: limit.below,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      }
    : {
        threshold: limit.above,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      };
}
