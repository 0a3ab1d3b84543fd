import type { CountName, MeasureName } from '../../../shared/domain/log.ts';

/** What functions count and measure, each of them a metric that is paid for in a month in which it has a value. */
const OWN_METRICS: Readonly<Record<CountName | MeasureName, true>> = {
  polls: true,
  pollsFailed: true,
  changes: true,
  events: true,
  eventsRefused: true,
  recordsDoubled: true,
  recordsSetAside: true,
  listingsIncomplete: true,
  deletionsHeld: true,
  throttled: true,
  tenantsConnected: true,
  tenantsStopped: true,
  commandsSucceeded: true,
  commandsFailed: true,
  commandsParked: true,
  writerErrors: true,
  pollLagMs: true,
  tenantsAway: true,
  loginOutages: true,
  breakersOpened: true,
};

export const OWN_METRICS_COUNT = Object.keys(OWN_METRICS).length;
