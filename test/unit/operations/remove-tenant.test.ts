import { describe, expect, it } from 'vitest';
import { active, disconnect, polled, purge, remove, worldOf } from './operated-tenant.ts';
import { parked } from './tenant-world.ts';

describe('disconnecting', () => {
  it('waits until a poll that has just begun has read its token', async () => {
    const world = worldOf(polled);
    await disconnect(world);
    expect(world.clock.nowMs).toBe(3000);
    expect(world.acme()?.lease).toBeUndefined();
  });

  it('is possible when the token was refused, too: then it is not tested again', async () => {
    const world = worldOf({ ...active, state: 'disconnected', reason: 'token_rejected', dueAt: undefined });
    await disconnect(world);
    expect([world.acme()?.reason, world.told()]).toEqual(['disconnected_by_operator', ['tenant.disconnected']]);
  });
});

describe('removing', () => {
  it('lets a poll that is under way end first', async () => {
    const world = worldOf(polled);
    await remove(world);
    expect(world.clock.nowMs).toBe(3000);
    expect(world.events.map(({ time }) => Date.parse(time))).toEqual([3000]);
  });

  it('lets a command that is under way end before it forgets the ledger', async () => {
    const world = worldOf(active);
    world.data.ledgerLeft = 2;
    await purge(world);
    expect(world.clock.nowMs).toBe(1500);
    expect(world.data.purged).toEqual(['records of acme', 'ledger of acme', 'objects of acme']);
  });

  it('keeps account and revision in mind as long as its snapshots are there, and purges them later', async () => {
    const world = worldOf(active);
    await remove(world);
    expect(await world.tenants.remains('acme')).toEqual({ sevClientId: '900100', revision: 6 });
    await purge(world);
    expect(await world.tenants.remains('acme')).toBeUndefined();
    expect(world.told()).toEqual(['tenant.removed']);
    await expect(purge(world)).rejects.toThrow('There is no tenant acme');
  });

  it('answers a waiting command, and says when nobody knows what an earlier call of it did', async () => {
    const world = worldOf(active);
    world.ledger.entries.set('acme/u', parked('u', { effectUnknown: true, attempts: 1 }));
    await purge(world);
    expect(world.events.at(-1)).toMatchObject({
      type: 'command.failed',
      correlationid: 'u',
      data: { reason: 'tenant_unknown', retryable: false, attempts: 1, message: expect.stringContaining('not known') },
    });
  });

  it.each([['disconnected'], ['suspended'], ['baseline']] as const)('is possible from %s', async (state) => {
    const world = worldOf({ ...active, state });
    await remove(world);
    expect(world.acme()).toBeUndefined();
  });
});
