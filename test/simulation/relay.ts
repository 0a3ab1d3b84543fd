import type { PollDependencies } from '../../functions/poll-tenant/poll-dependencies.ts';
import { pollTenant } from '../../functions/poll-tenant/poll-tenant.ts';
import { requestedTenant } from '../../functions/poll-tenant/requested-tenant.ts';
import { schedulePolls } from '../../functions/schedule-polls/schedule-polls.ts';
import { digestsTable } from '../../shared/aws/digests-table.ts';
import { publishTo } from '../../shared/aws/event-bus.ts';
import { pollsQueue } from '../../shared/aws/polls-queue.ts';
import { snapshotsTable } from '../../shared/aws/snapshots-table.ts';
import { tenantItem, tenantOf } from '../../shared/aws/tenant-item.ts';
import { tenantsTable } from '../../shared/aws/tenants-table.ts';
import type { Log } from '../../shared/domain/log.ts';
import { FRESH_BUDGET } from '../../shared/domain/request-budget.ts';
import type { Tenant } from '../../shared/domain/tenant.ts';
import { withWish } from '../../shared/operations/ask-for-poll.ts';
import { CALL_TIMEOUT_MS } from '../../shared/sevdesk/client.ts';
import { resources } from '../../shared/sevdesk/resources.ts';
import { noCount, noMeasure } from '../support/silent-log.ts';
import { busOf, dynamoOf, queueOf } from './aws-clients.ts';
import { SIMULATED, type Simulated } from './history.ts';
import type { Invocation } from './invocation.ts';
import { SNAPSHOTS, TENANT_ID, TENANTS } from './names.ts';
import type { World } from './world.ts';

export const TICK_MS = 60_000;

const SECRETS_MS = 30;

/** A tenant that was just connected. Listings are as frequent as all else, or there would be few of them. */
export function newTenant(nowMs: number): Readonly<Record<string, unknown>> {
  const tenant: Tenant = {
    tenantId: TENANT_ID,
    state: 'baseline',
    since: nowMs,
    secretVersion: 'v1',
    budget: FRESH_BUDGET,
    resources: {},
    intervals: { Part: 60, Tag: 60 },
    failures: 0,
    dueAt: nowMs,
    hasParked: false,
    revision: 0,
  };
  return tenantItem(tenant);
}

/** What the operator's command does, at once. */
export function confirmDeletions({ dynamo, oracle, time }: World, resource: Simulated): void {
  const items = dynamo.items(TENANTS);
  const key = `${TENANT_ID}/tenant`;
  const tenant = tenantOf(items.get(key) ?? {});
  const { held } = tenant.resources[resource] ?? {};
  if (!held) return;
  oracle.punctuality.confirmed(resource, held.records);
  const wish = { resources: [resource], depth: 'everything', confirmed: { [resource]: held.records } } as const;
  items.set(key, tenantItem({ ...withWish(tenant, wish, time.nowMs), revision: tenant.revision + 1 }));
}

export function runSchedule(world: World, invocation: Invocation): Promise<void> {
  return schedulePolls({
    tenants: tenantsTable(dynamoOf(world, invocation), TENANTS),
    requestPolls: pollsQueue(queueOf(world, invocation), 'polls'),
    tickMs: TICK_MS,
    now: () => world.time.nowMs,
    log: logOf(world, invocation),
  });
}

export function runPoll(
  world: World,
  invocation: Invocation,
  { body, deadlineMs }: { body: string; deadlineMs: number },
): Promise<void> {
  return pollTenant(pollerOf(world, invocation), { tenantId: requestedTenant(body), deadlineMs });
}

/** The poller as its handler wires it, with the outside of the simulation. */
function pollerOf(world: World, invocation: Invocation): PollDependencies {
  const { setting } = world.history;
  const dynamo = dynamoOf(world, invocation);
  const token = { kind: 'token', token: 't'.repeat(32), version: 'v1' } as const;
  return {
    stage: 'test',
    tenants: tenantsTable(dynamo, TENANTS),
    snapshots: snapshotsTable(dynamo, SNAPSHOTS),
    digests: digestsTable(dynamo, SNAPSHOTS),
    ledger: { creatorOf: async () => undefined, notedBy: async () => undefined },
    tokens: {
      read: () => invocation.call({ name: 'secret', longestMs: SECRETS_MS, effect: () => token }),
      forget: () => undefined,
    },
    publish: publishTo(busOf(world, invocation), 'bus'),
    connect: (_token, spend) => ({
      async call(call) {
        await spend();
        const name = `GET ${call.path} ${new URLSearchParams(call.query)}`;
        world.note(`  ${invocation.name} ${name}`);
        const effect = () => world.sevdesk.answer(call, invocation);
        return invocation.call({ name, longestMs: callMs(world), effect });
      },
    }),
    resources: Object.fromEntries(SIMULATED.map((name) => [name, resources[name]])),
    settings: { ...setting, recheckMs: 30_000, breakerMs: 60_000, backoffBaseSeconds: 2, backoffCapSeconds: 60 },
    now: () => Math.floor(world.time.nowMs),
    random: () => world.random.next(),
    newId: () => invocation.name,
    sleep: (ms) => invocation.sleep(ms),
    log: logOf(world, invocation),
    count: (name) => {
      if (name === 'polls') invocation.wentThrough = true;
      else noCount(name);
    },
    measure: noMeasure,
  };
}

/** A call that times out takes long. */
function callMs({ faults, history, time }: World): number {
  const timesOut = faults.active('fail', time.nowMs).some(({ how }) => how === 'timeout');
  return timesOut ? CALL_TIMEOUT_MS : history.setting.callMs;
}

function logOf(world: World, invocation: Invocation): Log {
  if (!world.trace) return SILENT;
  const note = (message: string, fields: unknown) =>
    world.note(
      `  ${invocation.name} says ${message} ${JSON.stringify(fields, (_, value) => (value instanceof Error ? value.message : value)) ?? ''}`,
    );
  return { info: note, warn: note, error: note };
}

const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
