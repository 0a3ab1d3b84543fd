import { polledTenant } from './polled-tenant.ts';
import { startPolling } from './poller.ts';
import { stageNamed } from './stage-settings.ts';
import { percentile } from './windows.ts';
import { type Answered, START_MS, type WritingOptions, WritingWorld } from './writing-world.ts';

const MINUTE_MS = 60_000;
/** Each tenant's look-ups are made by then. */
const WARM_UP_MS = 3 * MINUTE_MS;
/** A command now and then: one in two minutes of each quiet tenant, on average. */
const QUIET_MEAN_MS = 2 * MINUTE_MS;

export interface NeighbourScenario {
  readonly stage: 'dev' | 'prod';
  readonly quiet: number;
  /** Tenants with a backlog, and how many commands each of them has. */
  readonly busy: number;
  readonly backlog: number;
  readonly minutes: number;
  readonly requestsPerMinute?: number;
  readonly wait?: WritingOptions['wait'];
}

export interface NeighbourFigures {
  readonly commands: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Commands a minute of each tenant with a backlog. */
  readonly busyPerMinute: number;
  /** Places that were taken on average, and those of them in which a function slept. */
  readonly places: number;
  readonly asleep: number;
  readonly deliveriesPerCommand: number;
}

/** From send to `command.succeeded`, for tenants that send a command now and then beside others with a backlog. */
export async function quietBeside(scenario: NeighbourScenario): Promise<NeighbourFigures> {
  const world = openWorld(scenario);
  const busy = range(scenario.busy, 'busy');
  startPolling(world);
  for (const tenantId of [...busy, ...range(scenario.quiet, 'quiet')]) world.send(tenantId);
  await world.runFor(WARM_UP_MS / 2);
  for (const tenantId of busy) for (let command = 1; command <= scenario.backlog; command += 1) world.send(tenantId);
  for (const tenantId of range(scenario.quiet, 'quiet')) sendNowAndThen(world, tenantId);
  await world.runFor(WARM_UP_MS / 2);
  const before = { takenMs: world.queue.takenMs, sleptMs: world.sleptMs, deliveries: world.queue.deliveries };
  const from = world.time.nowMs;
  const ms = scenario.minutes * MINUTE_MS;
  await world.runFor(ms);
  const answered = world.answered.filter(({ answeredAt }) => answeredAt >= from);
  const latencies = quietLatencies(world, scenario);
  return {
    commands: latencies.length,
    medianMs: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    busyPerMinute: answered.filter(({ tenantId }) => busy.includes(tenantId)).length / scenario.minutes / scenario.busy,
    places: (world.queue.takenMs - before.takenMs) / ms,
    asleep: (world.sleptMs - before.sleptMs) / ms,
    deliveriesPerCommand: (world.queue.deliveries - before.deliveries) / answered.length,
  };
}

function openWorld({ stage: name, requestsPerMinute, quiet, busy, wait }: NeighbourScenario): WritingWorld {
  const known = stageNamed(name);
  const stage = { ...known, requestsPerMinute: requestsPerMinute ?? known.requestsPerMinute };
  const all = [...range(quiet, 'quiet'), ...range(busy, 'busy')];
  const tenants = all.map((tenantId, index) => polledTenant(tenantId, stage, ((index * 7) % quiet) / quiet));
  return new WritingWorld({
    seed: 1,
    stage,
    tenants,
    allowedPerMinute: stage.requestsPerMinute,
    ...(wait && { wait }),
  });
}

function range(count: number, name: string): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}

/** At random, the same commands whatever the neighbours do. */
function sendNowAndThen(world: WritingWorld, tenantId: string): void {
  const random = world.random(`${tenantId}/sends`);
  const next = () => {
    world.time.at(world.time.nowMs - Math.log(1 - random.next()) * QUIET_MEAN_MS, () => {
      world.send(tenantId);
      next();
    });
  };
  next();
}

/** Commands that are not answered yet count with the time they have waited so far. */
function quietLatencies(world: WritingWorld, { minutes }: NeighbourScenario): readonly number[] {
  const isCounted = ({ tenantId, sentAt }: Answered) =>
    tenantId.startsWith('quiet') &&
    sentAt >= START_MS + WARM_UP_MS &&
    sentAt < START_MS + WARM_UP_MS + minutes * MINUTE_MS;
  const open = world.unanswered().map((command) => ({ ...command, answeredAt: world.time.nowMs }));
  return [...world.answered, ...open].filter(isCounted).map(({ sentAt, answeredAt }) => answeredAt - sentAt);
}
