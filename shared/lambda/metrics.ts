import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Count } from '../domain/log.ts';

/** The only dimension is the stage: a tenant id as a dimension would cost $0.30 a month for each. */
const metrics = new Metrics({
  namespace: 'sevdesk-relay',
  serviceName: 'sevdesk-relay',
  defaultDimensions: { stage: process.env.STAGE ?? 'unknown' },
});

/** Adds to a count that the dashboard shows. */
export const count: Count = (name, value = 1) => {
  if (value > 0) metrics.addMetric(name, MetricUnit.Count, value);
};

/** Writes what was counted into the log, from which CloudWatch takes it; nothing when nothing was. */
export function publishCounts(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
