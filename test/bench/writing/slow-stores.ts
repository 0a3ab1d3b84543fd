import type { TenantsTable } from '../../../shared/aws/tenants-table.ts';
import type { inMemoryTenants } from '../../support/in-memory-stores.ts';

type Pause = () => Promise<void>;

/** The same functions, each of which takes its time first. */
export function slowed<T extends object>(store: T, names: readonly (keyof T)[], pause: Pause): T {
  const slow = names.map((name) => {
    const call = store[name] as (...values: unknown[]) => Promise<unknown>;
    const later = async (...values: unknown[]) => {
      await pause();
      return call(...values);
    };
    return [name, later];
  });
  return { ...store, ...Object.fromEntries(slow) };
}

/** Tenants as the table changes them: a read, and a write that is conditional on what was read; again if somebody came between. */
export function slowTenants(tenants: ReturnType<typeof inMemoryTenants>, pause: Pause): TenantsTable {
  return {
    ...slowed<TenantsTable>(tenants, ['get', 'lookUps', 'saveLookUps'], pause),
    async change(tenantId, decide) {
      for (;;) {
        await pause();
        const tenant = tenants.stored.get(tenantId);
        const decided = tenant && decide(tenant);
        if (!decided) return undefined;
        await pause();
        if (tenants.stored.get(tenantId) === tenant) return tenants.change(tenantId, () => decided);
      }
    },
  };
}
