import { polledTenant } from './polled-tenant.ts';
import { startPolling } from './poller.ts';
import { stageNamed } from './stage-settings.ts';
import { mostInAnyMinute } from './windows.ts';
import { START_MS, WritingWorld } from './writing-world.ts';

const TENANT = 'acme';
const MINUTE_MS = 60_000;
const SAMPLE_MS = 1000;
const QUIET_MS = 10 * MINUTE_MS;
/** What was not learned by then is counted as it is. */
const LONGEST_LEARNING_MS = 15 * MINUTE_MS;
/** Far more than a minute takes, so that the queue is never empty. */
const COMMANDS_PER_MINUTE = 130;

export interface BacklogScenario {
  readonly allowed: number;
  readonly configured: number;
  /** Minutes that are counted, once the rate is learned. */
  readonly minutes: number;
}

/** What sevdesk saw of a tenant with a backlog of commands, polls included. */
export interface BacklogFigures extends BacklogScenario {
  /** Until the rate was at most what sevdesk allows, and calls were made again. */
  readonly learnedAfterMs: number;
  readonly refusedWhileLearning: number;
  readonly usedPerMinute: number;
  readonly writesPerMinute: number;
  /** Refused requests included: of the ten minutes in which the rate does not rise yet, and of all. */
  readonly mostWhileQuiet: number;
  readonly mostInAnyMinute: number;
  readonly requests: number;
  readonly refused: number;
}

/** One tenant whose commands wait all the time, polled as usual, with a sevdesk that allows so many requests. */
export async function backlog(scenario: BacklogScenario): Promise<BacklogFigures> {
  const stage = { ...stageNamed('prod'), requestsPerMinute: scenario.configured };
  const tenants = [polledTenant(TENANT, stage, 0.5)];
  const world = new WritingWorld({ seed: 1, stage, tenants, allowedPerMinute: scenario.allowed });
  startPolling(world);
  const feed = () => {
    for (let command = 1; command <= COMMANDS_PER_MINUTE; command += 1) world.send(TENANT);
    world.time.at(world.time.nowMs + MINUTE_MS, feed);
  };
  feed();
  const isLearning = () => !hasLearned(world, scenario) && world.time.nowMs < START_MS + LONGEST_LEARNING_MS;
  while (isLearning()) await world.runFor(SAMPLE_MS);
  const from = world.time.nowMs;
  await world.runFor(scenario.minutes * MINUTE_MS);
  const { seen } = world.sevdesk(TENANT);
  const steady = seen.filter(({ at }) => at >= from);
  const accepted = steady.filter((request) => request.accepted);
  return {
    ...scenario,
    learnedAfterMs: from - START_MS,
    refusedWhileLearning: seen.filter((request) => !request.accepted && request.at < from).length,
    usedPerMinute: accepted.length / scenario.minutes,
    writesPerMinute: accepted.filter(({ writes }) => writes).length / scenario.minutes,
    mostWhileQuiet: mostInAnyMinute(steady.filter(({ at }) => at < from + QUIET_MS).map(({ at }) => at)),
    mostInAnyMinute: mostInAnyMinute(steady.map(({ at }) => at)),
    requests: steady.length,
    refused: steady.length - accepted.length,
  };
}

function hasLearned(world: WritingWorld, { allowed, configured }: BacklogScenario): boolean {
  const { pausedUntil = 0, learned } = world.tenants.stored.get(TENANT)?.budget ?? {};
  return (learned?.perMinute ?? configured) <= allowed && world.time.nowMs >= pausedUntil;
}
