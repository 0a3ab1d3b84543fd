import type { Publish } from '../aws/event-bus.ts';
import type { TenantsTable } from '../aws/tenants-table.ts';
import type { Tenant } from '../domain/tenant.ts';
import { tenantTurned } from './tenant-events.ts';

export interface TurnDependencies {
  readonly stage: string;
  readonly tenants: Pick<TenantsTable, 'get' | 'change'>;
  readonly publish: Publish;
}

/**
 * Turns a tenant and tells it. Published first: a crash in between repeats the event under the same id. Returns the tenant as it is
 * stored now, also when `decide` leaves it; `undefined` when there is none.
 * @throws TransitionRefused
 */
export async function turnAndTell(
  { stage, tenants, publish }: TurnDependencies,
  tenantId: string,
  decide: (tenant: Tenant) => Tenant | undefined,
): Promise<Tenant | undefined> {
  for (;;) {
    const before = await tenants.get(tenantId);
    const after = before && decide(before);
    if (!before || !after) return before;
    await publish([tenantTurned(stage, after, before)]);
    const written = await tenants.change(tenantId, decide);
    // Else there is nothing left to decide by now, which is looked at anew.
    if (written) return written;
  }
}
