import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { digestsTable } from '../../shared/aws/digests-table.ts';
import { documentClient } from '../../shared/aws/dynamo.ts';
import { counting, publishTo } from '../../shared/aws/event-bus.ts';
import { ledgerTable } from '../../shared/aws/ledger-table.ts';
import { recordStore } from '../../shared/aws/record-store.ts';
import { snapshotsTable } from '../../shared/aws/snapshots-table.ts';
import { tenantsTable } from '../../shared/aws/tenants-table.ts';
import { tokenCache } from '../../shared/aws/token-cache.ts';
import { tokenStore } from '../../shared/aws/token-store.ts';
import { readEnvironment } from '../../shared/lambda/environment.ts';
import { log } from '../../shared/lambda/logger.ts';
import { count, measure } from '../../shared/lambda/metrics.ts';
import { queueHandler } from '../../shared/lambda/queue-handler.ts';
import { hideFromLogs } from '../../shared/lambda/redaction.ts';
import { sevdeskClient } from '../../shared/sevdesk/client.ts';
import { LARGEST_PAGE } from '../../shared/sevdesk/page.ts';
import { resources } from '../../shared/sevdesk/resources.ts';
import type { PollTenantEnvironment } from './environment.ts';
import { pollTenant } from './poll-tenant.ts';
import { requestedTenant } from './requested-tenant.ts';

const environment = readEnvironment<PollTenantEnvironment>();
const seconds = (name: keyof PollTenantEnvironment) => Number(environment[name]) * 1000;
const dynamo = documentClient();
const events = new EventBridgeClient();
const storeRecord = recordStore({ bucket: environment.RECORDS_BUCKET, aws: events.config });
const secrets = tokenStore(new SecretsManagerClient(), environment.SECRET_PREFIX);

const dependencies = {
  stage: environment.STAGE,
  tenants: tenantsTable(dynamo, environment.TENANTS_TABLE),
  snapshots: snapshotsTable(dynamo, environment.SNAPSHOTS_TABLE),
  digests: digestsTable(dynamo, environment.SNAPSHOTS_TABLE),
  ledger: ledgerTable(dynamo, environment.COMMANDS_TABLE),
  tokens: tokenCache(secrets, { ttlMs: seconds('TOKEN_CACHE_SECONDS'), now: Date.now, onToken: hideFromLogs }),
  publish: counting(publishTo(events, environment.BUS_NAME, storeRecord), count),
  connect: (token: string, spend: () => Promise<void>) =>
    sevdeskClient({ baseUrl: environment.SEVDESK_URL, token, readOnly: true, spend, log }),
  resources,
  settings: {
    leaseMs: seconds('TIMEOUT_SECONDS') + 30_000,
    intervalMs: seconds('POLL_INTERVAL_SECONDS'),
    recheckMs: seconds('TOKEN_RECHECK_SECONDS'),
    breakerMs: seconds('BREAKER_SECONDS'),
    backoffBaseSeconds: Number(environment.BACKOFF_BASE_SECONDS),
    backoffCapSeconds: Number(environment.BACKOFF_CAP_SECONDS),
    ratePerMinute: Number(environment.REQUESTS_PER_MINUTE),
    probeEvery: Number(environment.PROBE_EVERY_POLLS),
    pageLimit: LARGEST_PAGE,
  },
  now: Date.now,
  random: Math.random,
  newId: randomUUID,
  sleep,
  log,
  count,
  measure,
};

export const handler = queueHandler({
  async step(record, deadlineMs) {
    await pollTenant(dependencies, { tenantId: requestedTenant(record.body), deadlineMs });
    return { kind: 'done' };
  },
  logKeys: (record) => ({ tenantId: requestedTenant(record.body) }),
});
