import type { Publish } from '../aws/event-bus.ts';
import type { TenantsTable } from '../aws/tenants-table.ts';
import type { StoredToken } from '../aws/token-store.ts';
import type { ResourceName } from '../contract/event.ts';
import type { Log } from '../domain/log.ts';
import { FRESH_BUDGET } from '../domain/request-budget.ts';
import type { Resource } from '../domain/resource.ts';
import { TokenRejected } from '../domain/sevdesk-error.ts';
import { connectTenant, rejectToken, stopTenant, type Tenant } from '../domain/tenant.ts';
import type { SevdeskClient } from '../sevdesk/client.ts';
import { testToken } from '../sevdesk/test-token.ts';
import { tenantConnected, tenantStopped } from './tenant-events.ts';

export interface RegisterDependencies {
  readonly stage: string;
  readonly tenants: Pick<TenantsTable, 'get' | 'change' | 'add'>;
  readonly publish: Publish;
  readonly connect: (token: string) => SevdeskClient;
  readonly resources: Readonly<Record<ResourceName, Resource>>;
  readonly now: () => number;
  readonly recheckMs: number;
  readonly log: Log;
}

/** A version of a tenant's secret that has not been looked at. */
export interface NewSecret {
  readonly tenantId: string;
  readonly stored: Exclude<StoredToken, { kind: 'missing' }>;
}

/**
 * Tests a new token and turns the tenant accordingly: connected, disconnected or suspended, with its event. A token that
 * is refused for the first time is asked again at the next sweep, since sevdesk's login may be out.
 * @throws what a call to sevdesk throws, except a refused token: nothing has changed then, and the next sweep tries again.
 */
export async function registerToken(dependencies: RegisterDependencies, secret: NewSecret): Promise<Tenant> {
  const { tenants, publish, stage, now } = dependencies;
  const known = await tenants.get(secret.tenantId);
  const judged = await judge(dependencies, secret, known ?? newTenant(secret.tenantId, now()));
  if (judged.news)
    await publish([
      judged.news === 'connected' ? tenantConnected(stage, judged.tenant) : tenantStopped(stage, judged.tenant),
    ]);
  if (known) await tenants.change(secret.tenantId, (current) => merge(current, judged.tenant));
  else await tenants.add(judged.tenant);
  return judged.tenant;
}

interface Judgement {
  readonly tenant: Tenant;
  /** Undefined: nothing to tell yet. */
  readonly news?: 'connected' | 'stopped';
}

async function judge(dependencies: RegisterDependencies, { stored }: NewSecret, tenant: Tenant): Promise<Judgement> {
  const nowMs = dependencies.now();
  const tried = { ...tenant, secretVersion: stored.version };
  if (stored.kind === 'invalid') {
    const stop = { reason: 'invalid_secret', message: stored.message, nowMs } as const;
    return { tenant: stopTenant(tried, stop), news: 'stopped' };
  }
  try {
    const tested = await testToken(dependencies.connect(stored.token), dependencies.resources);
    return welcome(dependencies, tried, tested.sevClientId);
  } catch (error) {
    if (!(error instanceof TokenRejected)) throw error;
    const facts = { version: stored.version, nowMs, recheckMs: dependencies.recheckMs };
    const { tenant: rejected, disconnected } = rejectToken(tenant, facts);
    if (disconnected) return { tenant: { ...rejected, secretVersion: stored.version }, news: 'stopped' };
    return { tenant: rejected };
  }
}

function welcome({ now, resources }: RegisterDependencies, tenant: Tenant, sevClientId: string | undefined): Judgement {
  const nowMs = now();
  if (sevClientId && tenant.sevClientId && sevClientId !== tenant.sevClientId) {
    const message = `The token opens the sevdesk account ${sevClientId}, but this tenant is bound to ${tenant.sevClientId}.`;
    return { tenant: stopTenant(tenant, { reason: 'other_account', message, nowMs }), news: 'stopped' };
  }
  const names = Object.keys(resources) as ResourceName[];
  const facts = { secretVersion: tenant.secretVersion, sevClientId, nowMs, resources: names };
  return { tenant: connectTenant(tenant, facts), news: 'connected' };
}

/** What a poll or a command wrote meanwhile stays: only the connection is ours to change. */
function merge(current: Tenant, judged: Tenant): Tenant {
  const { budget, resources, hasParked, revision } = current;
  return {
    ...judged,
    budget,
    resources,
    hasParked,
    revision,
    lease: judged.dueAt === undefined ? undefined : current.lease,
  };
}

/** A tenant nobody has tested yet: neither polled nor written to. */
function newTenant(tenantId: string, nowMs: number): Tenant {
  return {
    tenantId,
    state: 'disconnected',
    since: nowMs,
    secretVersion: '',
    budget: FRESH_BUDGET,
    resources: {},
    failures: 0,
    hasParked: false,
    revision: 0,
  };
}
