import type { ResourceName } from '../contract/event.ts';
import { deniedAtTest } from './denied-access.ts';
import type { LoginVerdict } from './login-outage.ts';
import { rejectToken } from './reject-token.ts';
import { isConnected, type StopReason, startTenant, stopTenant, type Tenant } from './tenant.ts';

/** Resources that a token may not read, with sevdesk's words. The others are polled. */
export type DeniedResources = Readonly<Partial<Record<ResourceName, string>>>;

/** What a test of a token came to. */
export type TokenVerdict =
  /** `sevClientId` is undefined while the account is empty. */
  | { readonly kind: 'works'; readonly sevClientId: string | undefined; readonly denied?: DeniedResources }
  /** It opens the account of another tenant. */
  | { readonly kind: 'taken'; readonly sevClientId: string; readonly holder: string }
  /** 401. */
  | { readonly kind: 'refused' }
  /** The token is accepted, but may read nothing of what the relay needs. */
  | { readonly kind: 'denied'; readonly message: string }
  /** The secret holds no token in the shape that was agreed. */
  | { readonly kind: 'unusable'; readonly message: string };

export interface VerdictFacts {
  /** Of the secret whose token was tested. */
  readonly version: string;
  readonly nowMs: number;
  readonly recheckMs: number;
  readonly resources: readonly ResourceName[];
  /** What a refusal means that is not the first one. */
  readonly login?: LoginVerdict;
}

/** A refused token is tried again this much later: sevdesk's login may have been out. */
const RETEST_MS = 3_600_000;

/** What an hour can change without a new secret: an outage of the login, a permission, an account that was empty or taken. */
const MAY_CHANGE: readonly (StopReason | undefined)[] = [
  'token_rejected',
  'access_denied',
  'other_account',
  'account_taken',
];

/** Whatever its token is like, it stays as an operator left it. */
function isSetAside({ state }: Tenant): boolean {
  return state === 'paused' || state === 'removed';
}

/** Whether a known tenant's secret is worth a test: another version, one that came back, or a refusal that is an hour old. */
export function needsTest(tenant: Tenant, version: string, nowMs: number): boolean {
  if (isSetAside(tenant)) return false;
  if (tenant.secretVersion !== version || tenant.reason === 'secret_missing') return true;
  const mayChange = MAY_CHANGE.includes(tenant.reason);
  return mayChange && nowMs - (tenant.testedAt ?? tenant.since) >= RETEST_MS;
}

/** The tenant after its token was tested. What a poll or a command wrote meanwhile stays. */
export function turnTenant(tenant: Tenant, verdict: TokenVerdict, facts: VerdictFacts): Tenant {
  if (isSetAside(tenant)) return tenant;
  const { nowMs, version } = facts;
  const tested = { ...tenant, testedAt: nowMs };
  const stop = (reason: StopReason, message: string): Tenant => {
    // Found as it was: nothing new to tell.
    if (tenant.reason === reason && tenant.secretVersion === version && !isConnected(tenant)) return tested;
    return { ...stopTenant(tested, { reason, message, nowMs }), secretVersion: version };
  };
  switch (verdict.kind) {
    case 'unusable':
      return stop('invalid_secret', verdict.message);
    case 'denied':
      return stop('access_denied', `The token may not read what the relay needs: ${verdict.message}`);
    case 'taken':
      return stop('account_taken', takenMessage(verdict));
    case 'refused':
      return refuse(tested, facts);
    case 'works':
      // Another sweep was faster.
      if (isConnected(tenant) && tenant.secretVersion === version)
        return { ...tested, resources: withDenied(tenant, verdict.denied, facts) };
      return otherAccount(tenant, verdict.sevClientId, stop) ?? connectTenant(tested, verdict, facts);
  }
}

function refuse(tenant: Tenant, { version, nowMs, recheckMs, login = 'revoked' }: VerdictFacts): Tenant {
  if (tenant.reason === 'token_rejected' && tenant.secretVersion === version) return tenant;
  // The sweep asks again at its own pace.
  const { tenant: rejected, disconnected } = rejectToken(tenant, { version, nowMs, recheckMs, login, random: 0 });
  return disconnected ? { ...rejected, secretVersion: version } : rejected;
}

function otherAccount(
  { sevClientId: bound }: Tenant,
  seen: string | undefined,
  stop: (reason: StopReason, message: string) => Tenant,
): Tenant | undefined {
  if (bound === undefined || bound === seen) return undefined;
  const account = seen === undefined ? 'an empty sevdesk account' : `the sevdesk account ${seen}`;
  return stop('other_account', `The token opens ${account}, but this tenant is bound to ${bound}.`);
}

/** One relay per account: two would share its limit of requests, and tell everything twice. */
export function takenMessage({
  sevClientId,
  holder,
}: {
  readonly sevClientId: string;
  readonly holder: string;
}): string {
  return `The token opens the sevdesk account ${sevClientId}, which is that of tenant ${holder} already.`;
}

function connectTenant(
  tenant: Tenant,
  { sevClientId: seen, denied }: Extract<TokenVerdict, { kind: 'works' }>,
  facts: VerdictFacts,
): Tenant {
  const sevClientId = tenant.sevClientId ?? seen;
  const accountClaimed = sevClientId === undefined ? undefined : true;
  const allowed = { ...tenant, resources: withDenied(tenant, denied, facts) };
  return { ...startTenant(allowed, facts), secretVersion: facts.version, sevClientId, accountClaimed };
}

/** What another token was denied says nothing about this one. */
function withDenied(
  tenant: Tenant,
  denied: DeniedResources = {},
  { resources, nowMs }: VerdictFacts,
): Tenant['resources'] {
  const all = resources.flatMap((name) => {
    const { denied: _denied, ...progress } = tenant.resources[name] ?? {};
    const message = denied[name];
    if (message !== undefined) return [[name, { ...progress, denied: deniedAtTest(message, nowMs) }]];
    return tenant.resources[name] ? [[name, progress]] : [];
  });
  return { ...tenant.resources, ...Object.fromEntries(all) };
}
