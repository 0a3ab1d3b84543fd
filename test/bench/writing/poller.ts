import { pollTenant } from '../../../functions/poll-tenant/poll-tenant.ts';
import { schedulePolls } from '../../../functions/schedule-polls/schedule-polls.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { inMemoryDigests, inMemorySnapshots } from '../../support/in-memory-stores.ts';
import { noMeasure } from '../../support/silent-log.ts';
import { pollSettings } from '../poll-settings.ts';
import type { WritingWorld } from './writing-world.ts';

/** Polls the tenants of a world as production does: by its schedule, each at its own time. */
export function startPolling(world: WritingWorld): void {
  const { stage } = world.options;
  const snapshots = inMemorySnapshots();
  const digests = inMemoryDigests();
  let polls = 0;
  const poll = (tenantId: string) => {
    polls += 1;
    const holder = `poll ${polls}`;
    const dependencies = {
      ...world.outside(tenantId),
      snapshots,
      digests,
      resources,
      newId: () => holder,
      measure: noMeasure,
      sleep: (ms: number) => world.pause(ms),
      settings: pollSettings(stage),
    };
    world.start(pollTenant(dependencies, { tenantId, deadlineMs: world.now() + stage.pollTimeoutSeconds * 1000 }));
  };
  const tickMs = stage.tickSeconds * 1000;
  const tick = () => {
    world.time.at(world.time.nowMs + tickMs, tick);
    const requested = schedulePolls({
      tenants: world.tenants,
      requestPolls: async (requests) => {
        for (const { tenantId, delaySeconds } of requests) {
          world.time.at(world.time.nowMs + delaySeconds * 1000 + 100, () => poll(tenantId));
        }
      },
      tickMs,
      now: () => world.now(),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    world.start(requested);
  };
  tick();
}
