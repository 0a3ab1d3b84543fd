import { resources } from '../../../shared/sevdesk/resources.ts';
import { percentile } from '../../bench/writing/windows.ts';
import type { FleetChoice } from './fleet-choice.ts';
import type { Lag } from './fleet-oracle.ts';
import { HUGE, isTroublemaker, THROTTLED } from './fleet-tenant.ts';
import { FleetWorld } from './fleet-world.ts';

/** From changes to their events, in seconds. */
export interface Lags {
  readonly changes: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
}

/** How a run went for all tenants but the troublemakers, if it does not say otherwise. */
export interface FleetFigures {
  /** By how many intervals pass from one poll of the resource to the next. */
  readonly lags: Readonly<Record<1 | 3 | 6, Lags>>;
  /** Of the tenant that is listed again and again. */
  readonly hugeLags: Lags;
  readonly longestPauseSeconds: number;
  readonly polls: number;
  /** Of all tenants. */
  readonly invocations: number;
  readonly requests: number;
  readonly requestsOfHuge: number;
  readonly requestsOfThrottled: number;
  readonly messages: number;
  readonly deadLetters: number;
  readonly failedInvocations: number;
  readonly placesBusy: number;
  readonly mostWaiting: number;
  readonly longestWaitSeconds: number;
  /** Changes that were not told in the end, of all tenants but the one that sevdesk answers with 429. */
  readonly untold: readonly string[];
  readonly broken: readonly string[];
}

export async function runFleet(choice: FleetChoice): Promise<FleetFigures> {
  const world = new FleetWorld(choice);
  await world.run();
  const { oracle, tally, queue } = world;
  const others = oracle.lags.filter(({ tenantId }) => !isTroublemaker(tenantId));
  const lagsOf = (every: number) => lags(others.filter(({ resource }) => resources[resource].everyIntervals === every));
  const pauses = [...tally.longestPauseMs].filter(([tenantId]) => !isTroublemaker(tenantId));
  return {
    lags: { 1: lagsOf(1), 3: lagsOf(3), 6: lagsOf(6) },
    hugeLags: lags(oracle.lags.filter(({ tenantId }) => tenantId === HUGE)),
    longestPauseSeconds: Math.max(...pauses.map(([, ms]) => ms)) / 1000,
    polls: tally.polls,
    invocations: tally.invocations,
    requests: tally.requests,
    requestsOfHuge: tally.requestsOf.get(HUGE) ?? 0,
    requestsOfThrottled: tally.requestsOf.get(THROTTLED) ?? 0,
    messages: queue.sent,
    deadLetters: queue.deadLetters,
    failedInvocations: tally.failed,
    placesBusy: tally.placesBusy,
    mostWaiting: queue.mostWaiting,
    longestWaitSeconds: queue.longestWaitMs / 1000,
    untold: oracle.untold((tenantId) => tenantId !== THROTTLED),
    broken: oracle.broken,
  };
}

function lags(found: readonly Lag[]): Lags {
  const seconds = found.map(({ lagMs }) => lagMs / 1000);
  return {
    changes: seconds.length,
    p50: percentile(seconds, 0.5),
    p95: percentile(seconds, 0.95),
    p99: percentile(seconds, 0.99),
    most: percentile(seconds, 1),
  };
}
