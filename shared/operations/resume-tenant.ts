import type { RequestPolls } from '../aws/polls-queue.ts';
import type { ResourceName } from '../contract/event.ts';
import { isConnected, startTenant, type Tenant } from '../domain/tenant.ts';
import { turnEvent } from '../domain/tenant-state.ts';
import { TenantNotPaused, TenantUnknown } from './known-tenant.ts';
import { type ResendDependencies, resendParked } from './resend-parked.ts';
import { type TurnDependencies, turnAndTell } from './turn-and-tell.ts';

export interface ResumeDependencies extends TurnDependencies, ResendDependencies {
  readonly tenants: TurnDependencies['tenants'];
  readonly requestPolls: RequestPolls;
  readonly resources: readonly ResourceName[];
}

export interface Resumed {
  readonly tenant: Tenant;
  /** Commands that were sent again. */
  readonly resent: number;
}

/**
 * Ends the pause of a tenant: told and written first, then its parked commands go out in their order, then its poll is asked for. A
 * crash in between costs no more than a moment: the sweep sends what is parked, the tick finds that it is due. Resuming twice is no
 * error.
 * @throws TenantUnknown, TenantNotPaused, TransitionRefused
 */
export async function resumeTenant(dependencies: ResumeDependencies, tenantId: string): Promise<Resumed> {
  const { now, resources, requestPolls } = dependencies;
  const tenant = await turnAndTell(dependencies, tenantId, (current) => {
    if (isConnected(current)) return undefined;
    if (turnEvent(current, 'active') !== 'tenant.resumed') throw new TenantNotPaused(current);
    return startTenant(current, { nowMs: now(), resources });
  });
  if (!tenant) throw new TenantUnknown(tenantId);
  const resent = tenant.hasParked ? await resendParked(dependencies, tenant) : 0;
  await requestPolls([{ tenantId, delaySeconds: 0 }]);
  return { tenant, resent };
}
