import { sweepTenants } from '../../../functions/sweep-tenants/sweep-tenants.ts';
import { accountClaims } from '../../../shared/aws/account-claims.ts';
import { commandQueue } from '../../../shared/aws/command-queue.ts';
import { publishTo } from '../../../shared/aws/event-bus.ts';
import { ledgerTable } from '../../../shared/aws/ledger-table.ts';
import { type TenantsTable, tenantsTable } from '../../../shared/aws/tenants-table.ts';
import { tokenStore } from '../../../shared/aws/token-store.ts';
import { afterCalls } from '../../../shared/domain/circuit-breaker.ts';
import { reserveRequests } from '../../../shared/domain/request-budget.ts';
import { TokenRejected } from '../../../shared/domain/sevdesk-error.ts';
import { isConnected, type Tenant } from '../../../shared/domain/tenant.ts';
import { refuseToken } from '../../../shared/operations/refuse-token.ts';
import { type SevdeskClient, sevdeskClient } from '../../../shared/sevdesk/client.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { noCount, noMeasure } from '../../support/silent-log.ts';
import type { Caller } from './caller.ts';
import { BREAKER_MS, logOf, RECHECK_MS } from './command-writer.ts';
import { COMMANDS, SECRETS, TENANTS } from './names.ts';
import { secretsOf } from './secrets.ts';
import { exchangeOf, SEVDESK_URL } from './sevdesk-exchange.ts';
import { busOf, dynamoOf, sqsOf } from './writer-aws.ts';

/** What tenants are polled for here: as little as is enough to test their tokens. */
export const SWEPT = ['Invoice', 'Contact'] as const;

const POLL_INTERVAL_MS = 300_000;
const POLL_REQUESTS = 3;

/** The sweep as its handler wires it. */
export function sweep(caller: Caller): Promise<void> {
  const dynamo = dynamoOf(caller);
  const log = logOf(caller);
  return sweepTenants({
    stage: 'test',
    tenants: tenantsTable(dynamo, TENANTS),
    accounts: accountClaims(dynamo, TENANTS),
    ledger: ledgerTable(dynamo, COMMANDS),
    tokens: tokenStore(secretsOf(caller), SECRETS),
    tokensKey: { arn: 'arn:aws:kms:eu-central-1:000000000000:key/tokens', alias: 'alias/tokens' },
    publish: publishTo(busOf(caller), 'bus'),
    resend: commandQueue(sqsOf(caller), 'commands'),
    connect: (token) => clientOf(caller, token),
    resources: Object.fromEntries(SWEPT.map((name) => [name, resources[name]])),
    recheckMs: RECHECK_MS,
    onToken: () => undefined,
    now: caller.world.now,
    log,
    count: noCount,
    measure: noMeasure,
    endsAtMs: Number.POSITIVE_INFINITY,
    random: () => 0,
  });
}

/**
 * What a poll means to the writer: it writes the tenant in between, takes requests, and is due again later. A token that was refused is
 * asked for once more, and a breaker that is half open closes.
 */
export async function pretendPoll(caller: Caller, tenantId: string): Promise<void> {
  const { now, history } = caller.world;
  const tenants = tenantsTable(dynamoOf(caller), TENANTS);
  const polled = await tenants.change(tenantId, (tenant) => {
    if (!isConnected(tenant) || (tenant.dueAt ?? 0) > now()) return undefined;
    const { ratePerMinute } = history.setting;
    const wish = { wanted: POLL_REQUESTS, purpose: 'poll', ratePerMinute, nowMs: now() } as const;
    return { ...tenant, budget: reserveRequests(tenant.budget, wish).budget, dueAt: now() + POLL_INTERVAL_MS };
  });
  if (polled) await endPretended(caller, tenants, polled);
}

async function endPretended(caller: Caller, tenants: TenantsTable, tenant: Tenant): Promise<void> {
  const { now, random } = caller.world;
  const { tenantId, secretVersion } = tenant;
  const stored = await tokenStore(secretsOf(caller), SECRETS).read(tenantId);
  if (stored.kind !== 'token' || stored.version !== secretVersion) return;
  try {
    await clientOf(caller, stored.token).call({ path: 'Contact', query: { limit: '1' } });
  } catch (error) {
    if (!(error instanceof TokenRejected)) return;
    const tokens = { forget: () => undefined };
    const publish = publishTo(busOf(caller), 'bus');
    const outside = { stage: 'test', tenants, tokens, publish, now, random: () => random.next(), count: noCount };
    return refuseToken(outside, tenant, RECHECK_MS);
  }
  await tenants.change(tenantId, (current) => {
    const breaker = afterCalls(current.breaker, { accepted: 1, refused: 0 }, { nowMs: now(), unitMs: BREAKER_MS });
    const resources = { ...current.resources, Contact: { ...current.resources.Contact, polledAt: now() } };
    return { ...current, rejected: undefined, breaker, resources };
  });
  if (tenant.rejected) await tenants.refusals.forget(tenantId);
}

function clientOf(caller: Caller, token: string): SevdeskClient {
  const spend = async () => undefined;
  const exchange = exchangeOf(caller);
  return sevdeskClient({ baseUrl: SEVDESK_URL, token, readOnly: true, spend, log: logOf(caller), exchange });
}
