import { describe, expect, it } from 'vitest';
import { pauseTenant } from '../../../shared/operations/pause-tenant.ts';
import { active, pause, paused, resume, worldOf } from './operated-tenant.ts';

describe('pausing and resuming', () => {
  it('twice is no error, and told once', async () => {
    const world = worldOf(active);
    await pause(world);
    await pause(world);
    await resume(world);
    await resume(world);
    expect(world.told()).toEqual(['tenant.suspended', 'tenant.resumed']);
    await pause(world);
    expect(world.told()).toEqual(['tenant.suspended', 'tenant.resumed', 'tenant.suspended']);
  });

  it.each([
    ['pause', pause, "Tenant acme is disconnected and can't become paused"],
    [
      'resume',
      resume,
      'Tenant acme is not paused: it is disconnected (token_rejected). A token that works brings it back',
    ],
  ] as const)('%s is refused where only a token helps', async (_name, operate, message) => {
    const world = worldOf({ ...active, state: 'disconnected', reason: 'token_rejected' });
    await expect(operate(world)).rejects.toThrow(message);
    expect(world.events).toEqual([]);
  });

  it('goes on where the baseline stood', async () => {
    const world = worldOf({ ...paused, resources: { Contact: { baselinedAt: 1 } } });
    await resume(world);
    expect(world.acme()?.state).toBe('baseline');
  });

  it.each([
    ['completed the baseline', { state: 'active', since: 2 }, ['tenant.suspended'], 'paused'],
    [
      'found the secret missing',
      { state: 'disconnected', reason: 'secret_missing', since: 2 },
      undefined,
      'disconnected',
    ],
  ] as const)('tells what is true when the poller %s in between', async (_what, meanwhile, told, state) => {
    const world = worldOf({ ...active, state: 'baseline', since: 1 });
    let raced = false;
    const publish: typeof world.dependencies.publish = async (events) => {
      await world.dependencies.publish(events);
      if (!raced) await world.tenants.change('acme', (tenant) => ({ ...tenant, ...meanwhile }));
      raced = true;
    };
    const pausing = pauseTenant({ ...world.dependencies, publish }, 'acme');
    if (told) await pausing;
    else await expect(pausing).rejects.toThrow("can't become paused");
    expect(world.told()).toEqual(['tenant.suspended']);
    expect(world.acme()?.state).toBe(state);
  });
});
