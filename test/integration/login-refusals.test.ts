import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TenantsTable, tenantsTable } from '../../shared/aws/tenants-table.ts';
import { relayNames } from '../../shared/contract/names.ts';
import { aTenant } from '../support/builders.ts';
import { type LocalTables, startLocalTables } from '../support/local-tables.ts';

const names = relayNames('test');
let tables: LocalTables;
let tenants: TenantsTable;
beforeAll(async () => {
  tables = await startLocalTables(names);
  tenants = tenantsTable(tables.client, names.tenantsTable);
});
afterAll(() => tables.close());

describe('refusals of tokens', () => {
  it('are counted by tenant and time, and forgotten', async () => {
    const { refusals } = tenants;
    for (const [tenantId, at] of [
      ['acme', 100],
      ['beta', 200],
      ['tenant', 300],
      ['acme', 400],
    ] as const) {
      await refusals.note(tenantId, at);
    }
    expect([await refusals.count(100), await refusals.count(300), await refusals.count(401)]).toEqual([3, 2, 0]);
    await refusals.forget('acme');
    expect(await refusals.count(100)).toBe(2);
  });

  it('are not kept of a tenant that was removed', async () => {
    const { refusals } = tenants;
    await refusals.note('gone', 500);
    await tenants.remove('gone');
    expect(await refusals.count(500)).toBe(0);
  });

  it('are no tenants, even for a tenant that is called like their items', async () => {
    const all: string[] = [];
    for await (const { tenantId } of tenants.all()) all.push(tenantId);
    expect(all).toEqual([]);
  });

  it('of many at once leave an outage, over or not', async () => {
    const { refusals } = tenants;
    expect(await refusals.outage()).toBeUndefined();
    const outage = { since: 1, foundAt: 2, everybody: true };
    await refusals.noteOutage(outage);
    expect(await refusals.outage()).toEqual(outage);
  });
});

describe('tenants in the index', () => {
  it('are counted, and say when their tokens were accepted', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `tenant-${index}`);
    for (const [index, tenantId] of ids.entries()) {
      const resources = { Contact: { polledAt: 1000 + index } };
      await tenants.add(aTenant({ tenantId, dueAt: 5000 + index, resources }));
    }
    const rejected = { version: 'v1', at: 1 };
    await tenants.add(aTenant({ tenantId: 'refused', dueAt: 5100, resources: { Contact: { polledAt: 9 } }, rejected }));
    expect([await tenants.countDue(5000), await tenants.countDue(5010)]).toEqual([0, 10]);
    expect(await tenants.countDue(9999)).toBe(31);
    const accepted = await tenants.acceptedLast(9999);
    expect(accepted).toContainEqual({ tenantId: 'tenant-29', acceptedAt: 1029 });
    expect(accepted).toContainEqual({ tenantId: 'refused', acceptedAt: 0 });
    expect(await tenants.get('tenant-3')).not.toHaveProperty('acceptedAt');
  });
});
