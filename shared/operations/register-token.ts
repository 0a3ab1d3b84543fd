import type { StoredToken } from '../aws/token-store.ts';
import type { ResourceName } from '../contract/event.ts';
import type { Log } from '../domain/log.ts';
import type { Resource } from '../domain/resource.ts';
import { RequestRejected, TokenRejected } from '../domain/sevdesk-error.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { TokenVerdict } from '../domain/token-verdict.ts';
import type { SevdeskClient } from '../sevdesk/client.ts';
import { testToken } from '../sevdesk/test-token.ts';
import { type AdoptDependencies, adoptVerdict } from './adopt-verdict.ts';

export interface RegisterDependencies extends Omit<AdoptDependencies, 'resources'> {
  readonly connect: (token: string) => SevdeskClient;
  readonly resources: Readonly<Partial<Record<ResourceName, Resource>>>;
  readonly log: Log;
}

/** A tenant's secret that is to be looked at: a new version, or one that was refused a while ago. */
export interface NewSecret {
  readonly tenantId: string;
  readonly stored: Exclude<StoredToken, { kind: 'missing' }>;
  /** The tenant as it was before its secret was read, if it was there. */
  readonly known: Tenant | undefined;
}

/**
 * Tests a token and turns the tenant accordingly: connected, disconnected or suspended, with its event. A token that is refused
 * for the first time is asked again at the next sweep, since sevdesk's login may be out.
 * @throws what a call to sevdesk throws when nothing can be concluded: nothing has changed then, and the next sweep tries
 * again.
 */
export async function registerToken(
  dependencies: RegisterDependencies,
  { tenantId, stored, known }: NewSecret,
): Promise<Tenant | undefined> {
  const verdict = await judge(dependencies, stored);
  const resources = Object.keys(dependencies.resources) as ResourceName[];
  const { version } = stored;
  const tested = { tenantId, version, knownSince: known?.since, knownVersion: known?.secretVersion ?? '' };
  return adoptVerdict({ ...dependencies, resources }, tested, verdict);
}

async function judge(dependencies: RegisterDependencies, stored: NewSecret['stored']): Promise<TokenVerdict> {
  if (stored.kind === 'invalid') return { kind: 'unusable', message: stored.message };
  try {
    const { sevClientId, denied } = await testToken(dependencies.connect(stored.token), dependencies.resources);
    return { kind: 'works', sevClientId, denied };
  } catch (error) {
    if (error instanceof TokenRejected) return { kind: 'refused' };
    if (error instanceof RequestRejected) return { kind: 'denied', message: error.message };
    throw error;
  }
}
