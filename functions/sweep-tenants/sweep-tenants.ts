import type { ListedSecret, TokenStore } from '../../shared/aws/token-store.ts';
import { TENANT_ID_FORM } from '../../shared/contract/names.ts';
import type { Count, Measure } from '../../shared/domain/log.ts';
import { namesKey, type TokensKey } from '../../shared/domain/names-key.ts';
import { SevdeskUnavailable } from '../../shared/domain/sevdesk-error.ts';
import { isConnected, type Tenant } from '../../shared/domain/tenant.ts';
import { tokenForms } from '../../shared/domain/token-forms.ts';
import { needsTest } from '../../shared/domain/token-verdict.ts';
import { claimForKnown } from '../../shared/operations/claim-account.ts';
import { type RegisterDependencies, registerToken } from '../../shared/operations/register-token.ts';
import { type ResendDependencies, resendParked } from '../../shared/operations/resend-parked.ts';
import type { SevdeskClient } from '../../shared/sevdesk/client.ts';
import { type Batches, inBatches } from './in-batches.ts';
import { type StopDependencies, stopWithoutSecret } from './stop-without-secret.ts';

export interface SweepDependencies extends RegisterDependencies {
  readonly tenants: RegisterDependencies['tenants'] & StopDependencies['tenants'];
  readonly tokens: Pick<TokenStore, 'list' | 'read'>;
  /** What secrets of this stage are meant to be encrypted with. */
  readonly tokensKey: TokensKey;
  readonly ledger: ResendDependencies['ledger'];
  readonly resend: ResendDependencies['resend'];
  readonly onToken: (token: string) => void;
  readonly count: Count;
  readonly measure: Measure;
  /** When it is ended, done or not. */
  readonly endsAtMs: number;
  readonly random: Batches['random'];
}

/** Before its end no call begins, so that what has begun comes to an end. */
const LAST_MS = 20_000;
/** As many as the tenant may write until the next sweep: more would take the time of others. */
const MOST_RESENT = 500;
const MOST_NAMED = 10;

/**
 * Looks through the tenants' secrets: stops tenants whose secret is gone; tests new secrets and new versions, and turns their tenants; claims
 * the accounts of tenants that were bound since; sends parked commands of tenants that are back. A tenant whose sweep fails is logged and
 * comes again at the next sweep, as those do that the time was too short for.
 */
export async function sweepTenants(dependencies: SweepDependencies): Promise<void> {
  const { tokens, log, measure, now, random } = dependencies;
  const secrets: ListedSecret[] = [];
  const ignored: string[] = [];
  for await (const secret of tokens.list((name) => ignored.push(name))) secrets.push(secret);
  if (ignored.length > 0) noteIgnored(dependencies, ignored);
  const untilMs = dependencies.endsAtMs - LAST_MS;
  const listed = new Set(secrets.map(({ tenantId }) => tenantId));
  // Half of the time, so that neither keeps the other from its turn.
  const gone = await stopWithoutSecret(dependencies, listed, { now, random, untilMs: (now() + untilMs) / 2 });
  const swept = await sweepSecrets(withinTime(dependencies, untilMs), secrets, { now, random, untilMs });
  const left = gone.left + swept.left;
  if (left > 0) log.warn('The sweep was too short: the rest comes with the next ones', { tenants: left });
  else measure('tenantsAway', swept.away + gone.stopped);
}

/** A test that has begun ends as if sevdesk could not be reached: nothing is concluded from it. */
function withinTime(dependencies: SweepDependencies, untilMs: number): SweepDependencies {
  const connect = (token: string): SevdeskClient => {
    const sevdesk = dependencies.connect(token);
    return {
      call: async (call) => {
        if (dependencies.now() >= untilMs) throw new SevdeskUnavailable('There was no time left to test the token');
        return sevdesk.call(call);
      },
    };
  };
  return { ...dependencies, connect };
}

function noteIgnored({ log }: SweepDependencies, names: readonly string[]): void {
  const message = 'Secrets below the prefix of tenants are ignored: their names are no tenant ids';
  log.warn(message, { secrets: names.length, names: names.slice(0, MOST_NAMED), allowed: TENANT_ID_FORM });
}

/** Answers how many of them are away, and how many were not looked at. */
async function sweepSecrets(dependencies: SweepDependencies, secrets: readonly ListedSecret[], batches: Batches) {
  let away = 0;
  const look = async (secret: ListedSecret) => {
    try {
      if (isAway(await sweepSecret(dependencies, secret))) away += 1;
    } catch (error) {
      dependencies.log.error('The tenant could not be swept', { tenantId: secret.tenantId, error });
    }
  };
  const left = await inBatches(secrets, look, batches);
  return { away, left };
}

/** Whether somebody has to do something about the tenant; one that an operator has paused waits for that operator. */
function isAway(tenant: Tenant | undefined): boolean {
  return tenant?.state === 'disconnected' || tenant?.state === 'suspended';
}

async function sweepSecret(dependencies: SweepDependencies, secret: ListedSecret): Promise<Tenant | undefined> {
  const { tenantId, version } = secret;
  const known = await dependencies.tenants.get(tenantId);
  const isKnown = known && !needsTest(known, version, dependencies.now());
  const tenant = isKnown ? await claimed(dependencies, known) : await register(dependencies, secret, known);
  if (!tenant || !isConnected(tenant) || !tenant.hasParked) return tenant;
  const sent = await resendParked(dependencies, tenant, MOST_RESENT);
  dependencies.log.info('Parked commands were sent again', { tenantId, commands: sent });
  return tenant;
}

/** Most tenants have their claim since they were connected. */
async function claimed(dependencies: SweepDependencies, tenant: Tenant): Promise<Tenant | undefined> {
  const { tenantId, sevClientId, accountClaimed } = tenant;
  if (!isConnected(tenant) || sevClientId === undefined || accountClaimed) return tenant;
  const next = await claimForKnown(dependencies, { tenantId, sevClientId });
  if (next && !isConnected(next)) noteStop(dependencies, next);
  return next;
}

function noteStop({ count, log }: SweepDependencies, { tenantId, state, reason, message }: Tenant): void {
  count('tenantsStopped');
  log.warn('The tenant is no longer polled', { tenantId, state, reason, problem: message });
}

async function register(
  dependencies: SweepDependencies,
  secret: ListedSecret,
  known: Tenant | undefined,
): Promise<Tenant | undefined> {
  const { tenantId } = secret;
  const stored = await dependencies.tokens.read(tenantId);
  if (stored.kind === 'missing') return undefined;
  if (stored.kind === 'token') dependencies.onToken(stored.token);
  if (stored.kind === 'token' && tokenForms(stored.token).hide(tenantId) !== tenantId) {
    dependencies.log.warn('A secret that is named after its token is ignored: the token would be everywhere');
    return undefined;
  }
  warnOfOtherKey(dependencies, secret);
  const tenant = await registerToken(dependencies, { tenantId, stored, known });
  if (!tenant) return undefined;
  const { state, reason, message } = tenant;
  dependencies.log.info('A token was tested', { tenantId, state, reason, problem: message });
  return tenant;
}

/** It is not encrypted anew: what made it, such as Terraform, would turn that back. Told when a token is tested, not at every sweep. */
function warnOfOtherKey({ tokensKey, log }: SweepDependencies, { tenantId, keyId }: ListedSecret): void {
  if (namesKey(keyId, tokensKey)) return;
  const key = keyId ?? 'aws/secretsmanager';
  log.warn('The secret is not encrypted with the key of this stage', { tenantId, key, expected: tokensKey.alias });
}
