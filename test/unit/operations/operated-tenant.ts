import type { Tenant } from '../../../shared/domain/tenant.ts';
import { disconnectTenant } from '../../../shared/operations/disconnect-tenant.ts';
import { pauseTenant } from '../../../shared/operations/pause-tenant.ts';
import { removeTenant } from '../../../shared/operations/remove-tenant.ts';
import { resumeTenant } from '../../../shared/operations/resume-tenant.ts';
import { aTenant } from '../../support/builders.ts';
import { parked, tenantWorld } from './tenant-world.ts';

/** A tenant that is polled, and one that is paused while two commands wait for it. */
export const active = aTenant({ sevClientId: '900100', revision: 5 });
export const paused: Tenant = {
  ...active,
  state: 'paused',
  reason: 'paused_by_operator',
  hasParked: true,
  dueAt: undefined,
};
/** A poll of it is under way. */
export const polled: Tenant = { ...active, lease: { holder: 'h', untilMs: 3000, requests: 1 } };

type World = ReturnType<typeof tenantWorld>;

export const pause = ({ dependencies }: World) => pauseTenant(dependencies, 'acme');
export const resume = ({ dependencies }: World) => resumeTenant(dependencies, 'acme');
export const disconnect = ({ dependencies }: World) => disconnectTenant(dependencies, 'acme');
export const remove = ({ dependencies }: World) => removeTenant(dependencies, { tenantId: 'acme', purge: false });
export const purge = ({ dependencies }: World) => removeTenant(dependencies, { tenantId: 'acme', purge: true });

/** The world of a tenant, with what waits for it and the claim of its account. */
export function worldOf(tenant: Tenant): World {
  const world = tenantWorld(tenant);
  for (const id of tenant.hasParked ? ['p1', 'p2'] : []) world.ledger.entries.set(`acme/${id}`, parked(id));
  world.accounts.claims.set('900100', { holder: 'acme', claimedAt: 0 });
  return world;
}
