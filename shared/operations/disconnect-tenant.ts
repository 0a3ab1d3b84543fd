import type { TokenStore } from '../aws/token-store.ts';
import { isPolled, stopTenant, type Tenant } from '../domain/tenant.ts';
import { TenantUnknown } from './known-tenant.ts';
import { type TurnDependencies, turnAndTell } from './turn-and-tell.ts';

export interface DisconnectDependencies extends TurnDependencies {
  readonly tokens: Pick<TokenStore, 'remove'>;
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** A poll that has just begun reads its token first of all: by then it has. */
const TOKEN_READ_MS = 2000;

const MESSAGE = 'An operator disconnected the tenant and deleted its token. A new token goes on where it stood.';

/**
 * Disconnects a tenant: told and written first, then its secret is deleted, so that nobody tells the missing secret once more. All
 * that is known of it stays. A crash in between is mended by doing it again.
 * @throws TenantUnknown, TransitionRefused
 */
export async function disconnectTenant(dependencies: DisconnectDependencies, tenantId: string): Promise<Tenant> {
  const { tokens, now, pause } = dependencies;
  let mayBegin = false;
  const stopped = await turnAndTell(dependencies, tenantId, (tenant) => {
    if (tenant.reason === 'disconnected_by_operator') return undefined;
    mayBegin = isPolled(tenant, now());
    return stopTenant(tenant, { reason: 'disconnected_by_operator', message: MESSAGE, nowMs: now() });
  });
  if (!stopped) throw new TenantUnknown(tenantId);
  if (mayBegin) await pause(TOKEN_READ_MS);
  await tokens.remove(tenantId);
  return stopped;
}
