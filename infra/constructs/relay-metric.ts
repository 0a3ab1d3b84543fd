import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { CountName, MeasureName } from '../../shared/domain/log.ts';
import type { Stage } from '../stages.ts';

/** What functions count themselves, all tenants together: namespace and dimensions are those of `shared/lambda/metrics.ts`. */
export function counted(metricName: CountName, stage: Stage): Metric {
  return relayMetric(metricName, 'Sum', stage);
}

/** What functions measure; `statistic` is one of CloudWatch's, such as `p99`. */
export function measured(metricName: MeasureName, statistic: string, stage: Stage): Metric {
  return relayMetric(metricName, statistic, stage);
}

function relayMetric(metricName: CountName | MeasureName, statistic: string, { name }: Stage): Metric {
  const dimensionsMap = { service: 'sevdesk-relay', stage: name };
  return new Metric({ namespace: 'sevdesk-relay', metricName, dimensionsMap, statistic });
}
