import type { TenantsTable } from '../../shared/aws/tenants-table.ts';
import type { ResourceName } from '../../shared/contract/event.ts';
import { isConnected, type Tenant } from '../../shared/domain/tenant.ts';
import { knownTenant, TenantNotConnected } from '../../shared/operations/known-tenant.ts';
import type { CliContext } from './cli-context.ts';
import { CommandFailed } from './cli-error.ts';
import { listResources } from './resource-option.ts';

const LOOK_EVERY_MS = 1000;

export interface AwaitPollDependencies extends Pick<CliContext, 'now' | 'pause'> {
  readonly tenants: Pick<TenantsTable, 'get'>;
}

/**
 * Waits until a poll that was asked for went through for all of these resources: then nobody asks for it any more.
 * @throws TenantNotConnected when it ends that way, CommandFailed when the time is up.
 */
export async function awaitPoll(
  { tenants, now, pause }: AwaitPollDependencies,
  { tenantId, resources }: { readonly tenantId: string; readonly resources: readonly ResourceName[] },
  untilMs: number,
): Promise<Tenant> {
  for (;;) {
    const tenant = await knownTenant(tenants, tenantId);
    const open = resources.filter((name) => tenant.asked?.[name] !== undefined);
    if (open.length === 0) return tenant;
    if (!isConnected(tenant)) throw new TenantNotConnected(tenant);
    if (now() >= untilMs) {
      throw new CommandFailed(`Not done yet: ${listResources(open)}. It goes on; look later: status ${tenantId}`);
    }
    await pause(LOOK_EVERY_MS);
  }
}
