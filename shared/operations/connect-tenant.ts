import type { TokenStore } from '../aws/token-store.ts';
import type { ConnectRefusal } from '../contract/connect-tenant.ts';
import { USUAL_TOKEN_PATTERN } from '../contract/names.ts';
import { SecretBeingDeleted } from '../domain/secret-being-deleted.ts';
import {
  RequestRejected,
  SevdeskThrottled,
  SevdeskUnavailable,
  TokenRejected,
  UnexpectedAnswer,
} from '../domain/sevdesk-error.ts';
import { isConnected, type Tenant } from '../domain/tenant.ts';
import { tokenForms } from '../domain/token-forms.ts';
import { takenMessage } from '../domain/token-verdict.ts';
import type { SevdeskClient } from '../sevdesk/client.ts';
import { resources } from '../sevdesk/resources.ts';
import { type TestedToken, testToken } from '../sevdesk/test-token.ts';
import { type AdoptDependencies, adoptVerdict } from './adopt-verdict.ts';
import { claimAccount } from './claim-account.ts';
import { type ResendDependencies, resendParked } from './resend-parked.ts';

export interface ConnectDependencies extends Omit<AdoptDependencies, 'recheckMs'>, Omit<ResendDependencies, 'tenants'> {
  readonly connect: (token: string) => SevdeskClient;
  readonly tokens: Pick<TokenStore, 'read' | 'store'>;
}

export interface NewToken {
  readonly tenantId: string;
  readonly token: string;
  /** It replaces the token of a tenant that must be there. */
  readonly rotates: boolean;
}

export interface ConnectedTenant extends TestedToken {
  /** As it is stored now: connected, or paused as an operator left it. */
  readonly tenant: Tenant;
  /** Of its secret. */
  readonly secretVersion: string;
  /** Commands that had waited and were sent again; the sweep sends what is left. */
  readonly resent: number;
}

/** The token was not taken up. The message is for people, and never quotes it. */
export class ConnectRefused extends Error {
  readonly reason: ConnectRefusal;
  constructor(reason: ConnectRefusal, message: string) {
    super(message);
    this.name = 'ConnectRefused';
    this.reason = reason;
  }

  /** Whether the same token can be taken up later, with nothing done about it. */
  get retryable(): boolean {
    return RETRYABLE.includes(this.reason);
  }
}

const RETRYABLE: readonly ConnectRefusal[] = ['secret_being_deleted', 'sevdesk_throttled', 'sevdesk_unavailable'];
const KEPT = 'Nothing was stored; a token that was stored before stays in use.';
/** So that whoever waits for the answer does not wait for all of them. */
const RESENT_AT_ONCE = 200;

/**
 * Tests a token, stores it, and turns its tenant at once, as the sweep would do within minutes. The order protects: a token that fails, or
 * that opens another sevdesk account than the tenant's or that of another tenant, never replaces one that works; the account is claimed
 * before the token is stored, so that of two tenants that ask for it at once only one has a secret; after a crash the sweep finds the
 * stored token and goes on. The same token again stores nothing and tells nothing; of two different ones at once the last that is stored counts.
 * @throws ConnectRefused
 */
export async function connectTenant(dependencies: ConnectDependencies, wish: NewToken): Promise<ConnectedTenant> {
  const { tenantId, token } = wish;
  const known = await connectable(dependencies, wish);
  const tested = await tryToken(dependencies.connect(token));
  await claimOwnAccount(dependencies, tenantId, tested.sevClientId);
  await requireUnstopped(dependencies, tenantId, known);
  const version = await storedVersion(dependencies, wish);
  const secret = { tenantId, version, knownSince: known?.since };
  // The recheck is about refused tokens, and this one works.
  const verdict = { kind: 'works', sevClientId: tested.sevClientId, denied: tested.denied } as const;
  const tenant = await adoptVerdict({ ...dependencies, recheckMs: 0 }, secret, verdict);
  if (!isTakenUp(tenant)) throw stoppedMeanwhile(tenantId, tenant);
  const waits = isConnected(tenant) && tenant.hasParked;
  const resent = waits ? await resendParked(dependencies, tenant, RESENT_AT_ONCE) : 0;
  return { ...tested, tenant, secretVersion: version, resent };
}

/** The tenant before its token is tested, if it is there. @throws ConnectRefused when no token could change anything. */
async function connectable({ tenants }: ConnectDependencies, wish: NewToken): Promise<Tenant | undefined> {
  const { tenantId, rotates } = wish;
  if (mayBeToken(wish)) throw new ConnectRefused('invalid_request', 'tenantId: must not be a token');
  const known = await tenants.get(tenantId);
  if (rotates && !known) {
    throw new ConnectRefused('tenant_unknown', `There is no tenant ${tenantId}: connect it first. ${KEPT}`);
  }
  if (known?.state !== 'removed') return known;
  throw new ConnectRefused(
    'tenant_removed',
    `Tenant ${tenantId} is being removed. Finish that first: tenant remove ${tenantId} --yes`,
  );
}

/** The tenant's id is the token, holds it, or was given in its place. */
function mayBeToken({ tenantId, token }: Pick<NewToken, 'tenantId' | 'token'>): boolean {
  const isSwapped = USUAL_TOKEN_PATTERN.test(tenantId) && !USUAL_TOKEN_PATTERN.test(token);
  return isSwapped || tokenForms(token).hide(tenantId) !== tenantId;
}

/** @throws ConnectRefused when the token opens the wrong account. */
async function claimOwnAccount(
  dependencies: ConnectDependencies,
  tenantId: string,
  seen: string | undefined,
): Promise<void> {
  const { tenants } = dependencies;
  const bound = ((await tenants.get(tenantId)) ?? (await tenants.remains(tenantId)))?.sevClientId;
  if (bound !== undefined && bound !== seen) {
    const opens = seen === undefined ? 'an empty sevdesk account' : `the sevdesk account ${seen}`;
    const message = `The token opens ${opens}, but tenant ${tenantId} is bound to ${bound}: use a token of that account, or another tenant id.`;
    throw new ConnectRefused('other_account', `${message} ${KEPT}`);
  }
  const holder = seen && (await claimAccount(dependencies, { tenantId, sevClientId: seen }));
  if (!seen || !holder) return;
  const taken = takenMessage({ sevClientId: seen, holder });
  throw new ConnectRefused('account_taken', `${taken} One tenant per account. ${KEPT}`);
}

/**
 * A test takes a while: the secret of a tenant that an operator removed or disconnected meanwhile would be found by the sweep, which
 * would connect it again.
 * @throws ConnectRefused
 */
async function requireUnstopped(
  { tenants }: ConnectDependencies,
  tenantId: string,
  known: Tenant | undefined,
): Promise<void> {
  const tenant = await tenants.get(tenantId);
  const isGone = tenant ? tenant.state === 'removed' : known !== undefined;
  const isStopped = tenant?.reason === 'disconnected_by_operator' && tenant.since !== known?.since;
  if (isGone || isStopped) throw stoppedMeanwhile(tenantId, tenant);
}

/** @throws ConnectRefused */
async function storedVersion({ tokens }: ConnectDependencies, { tenantId, token }: NewToken): Promise<string> {
  const before = await tokens.read(tenantId);
  if (before.kind === 'token' && before.token === token) return before.version;
  const version = await tokens.store(tenantId, token).catch(refuseDeleted);
  const current = await tokens.read(tenantId);
  // What was just stored may show late.
  const isOurs = current.kind === 'missing' || current.version === version;
  if (isOurs || (before.kind !== 'missing' && current.version === before.version)) return version;
  if (current.kind === 'token' && current.token === token) return current.version;
  throw new ConnectRefused('tenant_changed', `Tenant ${tenantId} was given another token meanwhile, which goes first.`);
}

function refuseDeleted(error: unknown): never {
  if (!(error instanceof SecretBeingDeleted)) throw error;
  throw new ConnectRefused('secret_being_deleted', `${error.message}: try again in a minute. Nothing was stored.`);
}

function isTakenUp(tenant: Tenant | undefined): tenant is Tenant {
  return tenant !== undefined && (isConnected(tenant) || tenant.state === 'paused');
}

function stoppedMeanwhile(tenantId: string, tenant: Tenant | undefined): ConnectRefused {
  const what = tenant ? `became ${tenant.state} (${tenant.reason ?? 'not tested yet'})` : 'was removed';
  return new ConnectRefused(
    'tenant_changed',
    `Tenant ${tenantId} ${what} while its token was tested. Connect it again if that is meant.`,
  );
}

/** @throws ConnectRefused */
async function tryToken(sevdesk: SevdeskClient): Promise<TestedToken> {
  try {
    return await testToken(sevdesk, resources);
  } catch (error) {
    const [reason, message] = explain(error);
    throw new ConnectRefused(reason, `${message} ${KEPT}`);
  }
}

function explain(error: unknown): readonly [ConnectRefusal, string] {
  if (error instanceof TokenRejected) {
    const message =
      'sevdesk does not accept this token (401): it was mistyped, or renewed since, or its sevdesk user was deleted.';
    return ['token_rejected', message];
  }
  if (error instanceof SevdeskThrottled)
    return ['sevdesk_throttled', 'sevdesk limits requests (429): try again in a minute.'];
  // A page of a proxy that says so (403) may stand before any token is looked at: as for the sweep, nothing is known then.
  if (error instanceof RequestRejected) {
    const message = `The token works, but its sevdesk user may not read what is needed: ${error.message} (${error.said.status}).`;
    return ['access_denied', message];
  }
  if (error instanceof SevdeskUnavailable || error instanceof UnexpectedAnswer)
    return ['sevdesk_unavailable', `The token could not be tested: ${error.message}.`];
  throw error;
}
