import { describe, expect, it } from 'vitest';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { setIntervals, tenantIntervals } from '../../../shared/operations/tenant-intervals.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { aTenant } from '../../support/builders.ts';
import { inMemoryTenants } from '../../support/in-memory-stores.ts';

const NOW = 1_000_000;

function set(tenant: Tenant, wishes: Parameters<typeof setIntervals>[2]) {
  return setIntervals({ tenants: inMemoryTenants(tenant), now: () => NOW }, 'acme', wishes);
}

describe('intervals of a tenant', () => {
  it('are its own, or so many of the stage default, and never shorter than a long listing allows', () => {
    const tenant = aTenant({
      intervals: { Tag: 60 },
      resources: {
        Tag: { records: 99_000 },
        Contact: { records: 99_000 },
        Order: { filter: { testedAt: 0, works: false } },
      },
    });
    const shown = tenantIntervals(tenant, [resources.Tag, resources.Contact, resources.Order], 100);
    expect(shown).toEqual([
      // 100 calls at 25 a minute.
      { resource: 'Tag', ownSeconds: 60, everyIntervals: 6, listsEverything: true, records: 99_000, leastSeconds: 240 },
      { resource: 'Contact', everyIntervals: 1, listsEverything: false, records: 99_000, leastSeconds: 0 },
      { resource: 'Order', everyIntervals: 1, listsEverything: true, leastSeconds: 0 },
    ]);
  });

  it('are set beside others, and count from a look now', async () => {
    const tenant = aTenant({ intervals: { Tag: 600 }, dueAt: NOW + 86_400_000 });
    const changed = await set(tenant, { Invoice: 900 });
    expect(changed).toMatchObject({ intervals: { Tag: 600, Invoice: 900 }, asked: { Invoice: 'look' }, dueAt: NOW });
  });

  it('are taken back; after the last one nothing is left', async () => {
    const tenant = aTenant({ intervals: { Tag: 600, Invoice: 900 } });
    expect((await set(tenant, { Tag: 'default' })).intervals).toEqual({ Invoice: 900 });
    expect((await set(tenant, { Tag: 'default', Invoice: 'default' })).intervals).toBeUndefined();
  });

  it('wait for a tenant that is not connected', async () => {
    const changed = await set(aTenant({ state: 'suspended', dueAt: undefined }), { Invoice: 900 });
    expect(changed).toMatchObject({ intervals: { Invoice: 900 } });
    expect([changed.asked, changed.dueAt]).toEqual([undefined, undefined]);
  });

  it('need a tenant', async () => {
    const nobody = setIntervals({ tenants: inMemoryTenants(), now: () => NOW }, 'nobody', { Invoice: 900 });
    await expect(nobody).rejects.toThrow('There is no tenant nobody.');
  });
});
