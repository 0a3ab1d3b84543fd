import type { Publish } from '../aws/event-bus.ts';
import type { TenantsTable } from '../aws/tenants-table.ts';
import type { StoredToken } from '../aws/token-store.ts';
import type { ResourceName } from '../contract/event.ts';
import type { Log } from '../domain/log.ts';
import { FRESH_BUDGET } from '../domain/request-budget.ts';
import type { Resource } from '../domain/resource.ts';
import { RequestRejected, TokenRejected } from '../domain/sevdesk-error.ts';
import { isConnected, type Tenant } from '../domain/tenant.ts';
import { type TokenVerdict, turnTenant } from '../domain/token-verdict.ts';
import type { SevdeskClient } from '../sevdesk/client.ts';
import { testToken } from '../sevdesk/test-token.ts';
import { tenantConnected, tenantStopped } from './tenant-events.ts';

export interface RegisterDependencies {
  readonly stage: string;
  readonly tenants: Pick<TenantsTable, 'get' | 'change' | 'add'>;
  readonly publish: Publish;
  readonly connect: (token: string) => SevdeskClient;
  readonly resources: Readonly<Partial<Record<ResourceName, Resource>>>;
  readonly now: () => number;
  readonly recheckMs: number;
  readonly log: Log;
}

/** A tenant's secret that is to be looked at: a new version, or one that was refused a while ago. */
export interface NewSecret {
  readonly tenantId: string;
  readonly stored: Exclude<StoredToken, { kind: 'missing' }>;
}

/**
 * Tests a token and turns the tenant accordingly: connected, disconnected or suspended, with its event, which goes out
 * first. A token that is refused for the first time is asked again at the next sweep, since sevdesk's login may be out.
 * @throws what a call to sevdesk throws when nothing can be concluded: nothing has changed then, and the next sweep tries
 * again.
 */
export async function registerToken(dependencies: RegisterDependencies, secret: NewSecret): Promise<Tenant> {
  const { tenants, publish, stage, now } = dependencies;
  const before = (await tenants.get(secret.tenantId)) ?? newTenant(secret.tenantId);
  const verdict = await judge(dependencies, secret);
  const facts = {
    version: secret.stored.version,
    nowMs: now(),
    recheckMs: dependencies.recheckMs,
    resources: Object.keys(dependencies.resources) as ResourceName[],
  };
  const turned = turnTenant(before, verdict, facts);
  if (turned.state !== before.state || turned.secretVersion !== before.secretVersion) {
    await publish([
      isConnected(turned) ? tenantConnected(stage, turned, before) : tenantStopped(stage, turned, before),
    ]);
  }
  if (await tenants.add(turned)) return turned;
  return (await tenants.change(secret.tenantId, (current) => turnTenant(current, verdict, facts))) ?? turned;
}

async function judge(dependencies: RegisterDependencies, { stored }: NewSecret): Promise<TokenVerdict> {
  if (stored.kind === 'invalid') return { kind: 'unusable', message: stored.message };
  try {
    const { sevClientId } = await testToken(dependencies.connect(stored.token), dependencies.resources);
    return { kind: 'works', sevClientId };
  } catch (error) {
    if (error instanceof TokenRejected) return { kind: 'refused' };
    if (error instanceof RequestRejected) return { kind: 'denied', message: error.message };
    throw error;
  }
}

/** A tenant nobody has tested yet: neither polled nor written to. */
function newTenant(tenantId: string): Tenant {
  return {
    tenantId,
    state: 'disconnected',
    since: 0,
    secretVersion: '',
    budget: FRESH_BUDGET,
    resources: {},
    failures: 0,
    hasParked: false,
    revision: 0,
  };
}
