import type { TokenStore } from '../../shared/aws/token-store.ts';
import {
  RequestRejected,
  SevdeskThrottled,
  SevdeskUnavailable,
  TokenRejected,
  UnexpectedAnswer,
} from '../../shared/domain/sevdesk-error.ts';
import type { Tenant } from '../../shared/domain/tenant.ts';
import { takenMessage } from '../../shared/domain/token-verdict.ts';
import { type AdoptDependencies, adoptVerdict } from '../../shared/operations/adopt-verdict.ts';
import { otherHolder } from '../../shared/operations/claim-account.ts';
import { TenantUnknown } from '../../shared/operations/known-tenant.ts';
import type { SevdeskClient } from '../../shared/sevdesk/client.ts';
import { resources } from '../../shared/sevdesk/resources.ts';
import { type TestedToken, testToken } from '../../shared/sevdesk/test-token.ts';
import { CommandFailed } from './cli-error.ts';

export interface ConnectDependencies extends Omit<AdoptDependencies, 'recheckMs'> {
  readonly sevdesk: SevdeskClient;
  readonly tokens: Pick<TokenStore, 'store'>;
}

export interface NewToken {
  readonly tenantId: string;
  readonly token: string;
  /** It replaces the token of a tenant that must be there. */
  readonly rotates: boolean;
}

export interface ConnectedTenant extends TestedToken {
  /** As it is stored now. */
  readonly tenant: Tenant;
}

const KEPT = 'Nothing was stored; a token that was stored before stays in use.';

/**
 * Tests a token, stores it, and turns its tenant at once, as the sweep would do within minutes. The order protects: a token that fails, or
 * that opens another sevdesk account than the tenant's or that of another tenant, never replaces one that works; after a crash the
 * sweep finds the stored token and goes on.
 * @throws CommandFailed when sevdesk refuses it or can't be asked, TenantUnknown
 */
export async function connectTenant(dependencies: ConnectDependencies, wish: NewToken): Promise<ConnectedTenant> {
  const { sevdesk, tenants, tokens } = dependencies;
  const { tenantId, token, rotates } = wish;
  const known = await tenants.get(tenantId);
  if (rotates && !known) throw new TenantUnknown(tenantId);
  if (known?.state === 'removed') {
    throw new CommandFailed(`Tenant ${tenantId} is being removed. Finish that first: tenant remove ${tenantId} --yes`);
  }
  const tested = await tryToken(sevdesk);
  await checkAccount(dependencies, tenantId, tested.sevClientId);
  const version = await tokens.store(tenantId, token);
  const secret = { tenantId, version, knownSince: known?.since };
  // The recheck is about refused tokens, and this one works.
  const verdict = { kind: 'works', sevClientId: tested.sevClientId } as const;
  const tenant = await adoptVerdict({ ...dependencies, recheckMs: 0 }, secret, verdict);
  if (!tenant) throw new CommandFailed(`Tenant ${tenantId} was removed while its token was tested.`);
  return { ...tested, tenant };
}

/** @throws CommandFailed when the token opens the wrong account. */
async function checkAccount(
  dependencies: ConnectDependencies,
  tenantId: string,
  seen: string | undefined,
): Promise<void> {
  const { tenants } = dependencies;
  const bound = ((await tenants.get(tenantId)) ?? (await tenants.remains(tenantId)))?.sevClientId;
  if (bound !== undefined && bound !== seen) {
    const opens = seen === undefined ? 'an empty sevdesk account' : `the sevdesk account ${seen}`;
    throw new CommandFailed(
      `The token opens ${opens}, but tenant ${tenantId} is bound to ${bound}: use a token of that account, or another tenant id. ${KEPT}`,
    );
  }
  const holder = seen && (await otherHolder(dependencies, { tenantId, sevClientId: seen }));
  if (seen && holder)
    throw new CommandFailed(`${takenMessage({ sevClientId: seen, holder })} One tenant per account. ${KEPT}`);
}

async function tryToken(sevdesk: SevdeskClient): Promise<TestedToken> {
  try {
    return await testToken(sevdesk, resources);
  } catch (error) {
    throw new CommandFailed(`${explain(error)} ${KEPT}`);
  }
}

function explain(error: unknown): string {
  if (error instanceof TokenRejected) {
    return 'sevdesk does not accept this token (401): it was mistyped, or renewed since, or its sevdesk user was deleted.';
  }
  if (error instanceof SevdeskThrottled) return 'sevdesk limits requests (429): try again in a minute.';
  if (error instanceof RequestRejected) {
    return `The token works, but its sevdesk user may not read everything that is needed: ${error.message} (${error.said.status}).`;
  }
  if (error instanceof SevdeskUnavailable || error instanceof UnexpectedAnswer) {
    return `The token could not be tested: ${error.message}.`;
  }
  throw error;
}
