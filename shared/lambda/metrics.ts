import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Count } from '../domain/log.ts';

/** The only dimension is the stage: a tenant id as a dimension would cost $0.30 a month for each. */
export const metrics = new Metrics({
  namespace: 'sevdesk-relay',
  serviceName: 'sevdesk-relay',
  defaultDimensions: { stage: process.env.STAGE ?? 'unknown' },
});

/** Adds to a count that the dashboard shows. */
export const count: Count = (name, value = 1) => metrics.addMetric(name, MetricUnit.Count, value);
