import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { accountClaims } from '../../shared/aws/account-claims.ts';
import { commandQueue } from '../../shared/aws/command-queue.ts';
import { documentClient } from '../../shared/aws/dynamo.ts';
import { counting, publishTo } from '../../shared/aws/event-bus.ts';
import { ledgerTable } from '../../shared/aws/ledger-table.ts';
import { tenantsTable } from '../../shared/aws/tenants-table.ts';
import { tokenStore } from '../../shared/aws/token-store.ts';
import { relayNames } from '../../shared/contract/names.ts';
import { readEnvironment } from '../../shared/lambda/environment.ts';
import { log } from '../../shared/lambda/logger.ts';
import { count, measure } from '../../shared/lambda/metrics.ts';
import { hideFromLogs } from '../../shared/lambda/redaction.ts';
import { scheduledHandler } from '../../shared/lambda/scheduled-handler.ts';
import { sevdeskClient } from '../../shared/sevdesk/client.ts';
import { resources } from '../../shared/sevdesk/resources.ts';
import type { SweepTenantsEnvironment } from './environment.ts';
import { sweepTenants } from './sweep-tenants.ts';

const environment = readEnvironment<SweepTenantsEnvironment>();
const dynamo = documentClient();

/** A test is a handful of calls, once per version of a secret: it does not wait for the tenant's budget. */
const spend = () => Promise.resolve();

/** A call that has begun ends before the function does. */
const CALL_TIMEOUT_MS = 8000;

export const handler = scheduledHandler((endsAtMs) =>
  sweepTenants({
    stage: environment.STAGE,
    tenants: tenantsTable(dynamo, environment.TENANTS_TABLE),
    accounts: accountClaims(dynamo, environment.TENANTS_TABLE),
    ledger: ledgerTable(dynamo, environment.COMMANDS_TABLE),
    tokens: tokenStore(new SecretsManagerClient(), environment.SECRET_PREFIX),
    tokensKey: { arn: environment.TOKENS_KEY_ARN, alias: relayNames(environment.STAGE).tokensKeyAlias },
    publish: counting(publishTo(new EventBridgeClient(), environment.BUS_NAME), count),
    resend: commandQueue(new SQSClient(), environment.COMMAND_QUEUE_URL),
    connect: (token) =>
      sevdeskClient({
        baseUrl: environment.SEVDESK_URL,
        token,
        readOnly: true,
        spend,
        log,
        timeoutMs: CALL_TIMEOUT_MS,
      }),
    resources,
    recheckMs: Number(environment.TOKEN_RECHECK_SECONDS) * 1000,
    onToken: hideFromLogs,
    now: Date.now,
    log,
    count,
    measure,
    endsAtMs,
    random: Math.random,
  }),
);
