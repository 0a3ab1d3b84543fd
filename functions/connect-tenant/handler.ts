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
import { RESOURCE_NAMES } from '../../shared/contract/event.ts';
import { relayNames } from '../../shared/contract/names.ts';
import { readEnvironment } from '../../shared/lambda/environment.ts';
import { log } from '../../shared/lambda/logger.ts';
import { count } from '../../shared/lambda/metrics.ts';
import { requestHandler } from '../../shared/lambda/request-handler.ts';
import { sevdeskClient } from '../../shared/sevdesk/client.ts';
import { answerConnect, tokensIn } from './connect-tenant.ts';
import type { ConnectTenantEnvironment } from './environment.ts';

const environment = readEnvironment<ConnectTenantEnvironment>();
const { tokensKeyAlias: keyAlias } = relayNames(environment.STAGE);
const dynamo = documentClient();

/** All calls of a test together end before the function does, so that a slow sevdesk is an answer, too. */
const CALL_TIMEOUT_MS = 8000;
/** A test is a handful of calls, once per token: it does not wait for the tenant's budget. */
const spend = () => Promise.resolve();

const dependencies = {
  stage: environment.STAGE,
  tenants: tenantsTable(dynamo, environment.TENANTS_TABLE),
  accounts: accountClaims(dynamo, environment.TENANTS_TABLE),
  ledger: ledgerTable(dynamo, environment.COMMANDS_TABLE),
  tokens: tokenStore(new SecretsManagerClient(), environment.SECRET_PREFIX, { keyAlias }),
  publish: counting(publishTo(new EventBridgeClient(), environment.BUS_NAME), count),
  resend: commandQueue(new SQSClient(), environment.COMMAND_QUEUE_URL),
  connect: (token: string) =>
    sevdeskClient({
      baseUrl: environment.SEVDESK_URL,
      token,
      readOnly: true,
      spend,
      log,
      timeoutMs: CALL_TIMEOUT_MS,
    }),
  resources: RESOURCE_NAMES,
  now: Date.now,
  log,
  count,
};

export const handler = requestHandler({
  secretsIn: tokensIn,
  step: (request) => answerConnect(dependencies, request),
});
