import type { ResourceName } from '../../shared/contract/event.ts';
import { dueResources } from '../../shared/domain/cadence.ts';
import type { Resource } from '../../shared/domain/resource.ts';
import { isBaselined } from '../../shared/domain/resource-progress.ts';
import { SevdeskThrottled } from '../../shared/domain/sevdesk-error.ts';
import type { Tenant } from '../../shared/domain/tenant.ts';
import type { SevdeskClient } from '../../shared/sevdesk/client.ts';
import { baselineCompleted, baselineStarted } from './baseline-events.ts';
import { advance, type Poll, type PollDependencies, progressOf, type Reading } from './poll-dependencies.ts';
import { endPoll, pauseCommands } from './settle-poll.ts';
import { sideBySide, type Turn } from './side-by-side.ts';
import { commonError, type Failure, leaveResource, pollOrSkip } from './skip-resource.ts';

/** Resources that are polled side by side: all there are, as a browser does with what is on a page. */
const RESOURCES_AT_ONCE = 12;

/** The resources of a tenant whose turn it is, the longest waiting first. */
export function resourcesDue(dependencies: PollDependencies, tenant: Tenant): readonly Resource[] {
  const at = { ...dependencies.settings, nowMs: dependencies.now() };
  return dueResources(tenant, Object.values(dependencies.resources), at);
}

/** Polls what is due of a tenant, side by side; one resource that sevdesk fails at is left until its next turn. */
export async function pollResources(poll: Poll, client: SevdeskClient): Promise<void> {
  const { dependencies, tenant, progress } = poll;
  const startedAt = dependencies.now();
  if (tenant.state === 'baseline') await dependencies.publish([baselineStarted(poll)]);
  const readings = resourcesDue(dependencies, tenant).map((resource) => ({ poll, client, resource }));
  const failures: Failure[] = [];
  let paused: Promise<void> | undefined;
  const onThrottled = (error: SevdeskThrottled): Promise<void> => {
    paused ??= pauseCommands(poll, error);
    return paused;
  };
  await sideBySide({
    all: readings,
    atOnce: RESOURCES_AT_ONCE,
    callsAtHand: callsAtHand(poll, readings),
    work: async (reading, turn) => {
      failures.push(...(await pollOrSkip(inTurn(reading, { turn, startedAt, onThrottled }), startedAt)));
    },
  });
  const error = commonError(readings, failures);
  if (error !== undefined) throw error;
  for (const failure of failures) leaveResource(failure, startedAt);
  const isWhole = Object.keys(dependencies.resources).every((name) => isBaselined(progress[name as ResourceName]));
  const completesBaseline = tenant.state === 'baseline' && isWhole;
  if (completesBaseline) await dependencies.publish([baselineCompleted(poll)]);
  await endPoll(poll, completesBaseline ? 'active' : undefined);
  dependencies.count('polls');
}

/**
 * Calls that may be made side by side. None after a poll that ran out before a resource was done: what the others take of its
 * requests could keep it from its end for ever.
 */
function callsAtHand({ tenant: { lease } }: Poll, readings: readonly Reading[]): number {
  const ranOut = readings.some((reading) => progressOf(reading).triedAt !== undefined);
  return lease?.allNow && !ranOut ? lease.requests : 0;
}

interface TurnFacts {
  readonly turn: Turn;
  readonly startedAt: number;
  readonly onThrottled: (error: SevdeskThrottled) => Promise<void>;
}

/** One that waited for its turn has had its try, whatever comes of it; one that was cut short before goes first next time. */
function inTurn(reading: Reading, { turn, startedAt, onThrottled }: TurnFacts): Reading {
  const call: SevdeskClient['call'] = async (wish) => {
    if (await turn()) advance(reading, { triedAt: startedAt });
    try {
      return await reading.client.call(wish);
    } catch (error) {
      if (error instanceof SevdeskThrottled) await onThrottled(error);
      throw error;
    }
  };
  return { ...reading, client: { call } };
}
