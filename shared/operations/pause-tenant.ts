import { stopTenant, type Tenant } from '../domain/tenant.ts';
import { TenantUnknown } from './known-tenant.ts';
import { type TurnDependencies, turnAndTell } from './turn-and-tell.ts';

const MESSAGE = 'An operator paused the tenant. Its token stays, and its commands wait.';

/**
 * Stops polling a tenant and carrying out its commands, until it is resumed. A poll that is under way goes on to its end. Pausing
 * twice is no error.
 * @throws TenantUnknown, TransitionRefused
 */
export async function pauseTenant(
  dependencies: TurnDependencies & { readonly now: () => number },
  tenantId: string,
): Promise<Tenant> {
  const paused = await turnAndTell(dependencies, tenantId, (tenant) =>
    tenant.state === 'paused'
      ? undefined
      : stopTenant(tenant, { reason: 'paused_by_operator', message: MESSAGE, nowMs: dependencies.now() }),
  );
  if (!paused) throw new TenantUnknown(tenantId);
  return paused;
}
