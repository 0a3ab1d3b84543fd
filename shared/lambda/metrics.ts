import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Count, CountName, Measure, MeasureName } from '../domain/log.ts';

/** The only dimension is the stage: a tenant id as a dimension would cost $0.30 a month for each. */
const metrics = new Metrics({
  namespace: 'sevdesk-relay',
  serviceName: 'sevdesk-relay',
  defaultDimensions: { stage: process.env.STAGE ?? 'unknown' },
});

const UNITS: Readonly<Record<MeasureName, (typeof MetricUnit)[keyof typeof MetricUnit]>> = {
  pollLagMs: MetricUnit.Milliseconds,
  tenantsAway: MetricUnit.Count,
};

/** Summed up here: at a hundred values of one name, powertools would write a line in between. */
const counts = new Map<CountName, number>();

/** Adds to a count that the dashboard shows. */
export const count: Count = (name, value = 1) => {
  if (value > 0) counts.set(name, (counts.get(name) ?? 0) + value);
};

/** Adds one value to a distribution; unlike a count, 0 is one. */
export const measure: Measure = (name, value) => {
  metrics.addMetric(name, UNITS[name], value);
};

/** Writes one line with all that was counted and measured into the log, from which CloudWatch takes it; none when there is nothing. */
export function publishMetrics(): void {
  for (const [name, value] of counts) metrics.addMetric(name, MetricUnit.Count, value);
  counts.clear();
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
