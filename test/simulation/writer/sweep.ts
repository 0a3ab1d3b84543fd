import { sweepTenants } from '../../../functions/sweep-tenants/sweep-tenants.ts';
import { accountClaims } from '../../../shared/aws/account-claims.ts';
import { commandQueue } from '../../../shared/aws/command-queue.ts';
import { publishTo } from '../../../shared/aws/event-bus.ts';
import { ledgerTable } from '../../../shared/aws/ledger-table.ts';
import { tenantsTable } from '../../../shared/aws/tenants-table.ts';
import { tokenStore } from '../../../shared/aws/token-store.ts';
import { reserveRequests } from '../../../shared/domain/request-budget.ts';
import { isConnected } from '../../../shared/domain/tenant.ts';
import { sevdeskClient } from '../../../shared/sevdesk/client.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { noCount } from '../../support/silent-log.ts';
import type { Caller } from './caller.ts';
import { logOf, RECHECK_MS } from './command-writer.ts';
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
    publish: publishTo(busOf(caller), 'bus'),
    resend: commandQueue(sqsOf(caller), 'commands'),
    connect: (token) =>
      sevdeskClient({
        baseUrl: SEVDESK_URL,
        token,
        readOnly: true,
        spend: async () => undefined,
        log,
        exchange: exchangeOf(caller),
      }),
    resources: Object.fromEntries(SWEPT.map((name) => [name, resources[name]])),
    recheckMs: RECHECK_MS,
    onToken: () => undefined,
    now: caller.world.now,
    log,
    count: noCount,
  });
}

/** What a poll means to the writer: it writes the tenant in between, takes requests, and is due again later. */
export async function pretendPoll(caller: Caller, tenantId: string): Promise<void> {
  const { now, history } = caller.world;
  await tenantsTable(dynamoOf(caller), TENANTS).change(tenantId, (tenant) => {
    if (!isConnected(tenant) || (tenant.dueAt ?? 0) > now()) return undefined;
    const { ratePerMinute } = history.setting;
    const wish = { wanted: POLL_REQUESTS, purpose: 'poll', ratePerMinute, nowMs: now() } as const;
    return { ...tenant, budget: reserveRequests(tenant.budget, wish).budget, dueAt: now() + POLL_INTERVAL_MS };
  });
}
