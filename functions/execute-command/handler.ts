import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { deadLetters } from '../../shared/aws/command-queue.ts';
import { documentClient } from '../../shared/aws/dynamo.ts';
import { counting, publishTo } from '../../shared/aws/event-bus.ts';
import { ledgerTable } from '../../shared/aws/ledger-table.ts';
import { tenantFiles } from '../../shared/aws/tenant-files.ts';
import { tenantsTable } from '../../shared/aws/tenants-table.ts';
import { tokenCache } from '../../shared/aws/token-cache.ts';
import { tokenStore } from '../../shared/aws/token-store.ts';
import { readEnvironment } from '../../shared/lambda/environment.ts';
import { log } from '../../shared/lambda/logger.ts';
import { count } from '../../shared/lambda/metrics.ts';
import { queueHandler } from '../../shared/lambda/queue-handler.ts';
import { hideFromLogs } from '../../shared/lambda/redaction.ts';
import { sevdeskClient } from '../../shared/sevdesk/client.ts';
import { downloadFrom } from '../../shared/sevdesk/download.ts';
import { commandLogKeys, commandMessage } from './command-message.ts';
import type { ExecuteCommandEnvironment } from './environment.ts';
import { executeCommand } from './execute-command.ts';

const environment = readEnvironment<ExecuteCommandEnvironment>();
const readOnly = environment.READ_ONLY === 'true';
const milliseconds = (name: keyof ExecuteCommandEnvironment) => Number(environment[name]) * 1000;
const dynamo = documentClient();
const sqs = new SQSClient();
const events = new EventBridgeClient();
const filesOf = tenantFiles({ bucket: environment.FILES_BUCKET, aws: events.config });
const download = downloadFrom({ baseUrl: environment.SEVDESK_URL });
const secrets = tokenStore(new SecretsManagerClient(), environment.SECRET_PREFIX);

const dependencies = {
  stage: environment.STAGE,
  tenants: tenantsTable(dynamo, environment.TENANTS_TABLE),
  ledger: ledgerTable(dynamo, environment.COMMANDS_TABLE),
  tokens: tokenCache(secrets, { ttlMs: milliseconds('TOKEN_CACHE_SECONDS'), now: Date.now, onToken: hideFromLogs }),
  publish: counting(publishTo(events, environment.BUS_NAME), count),
  sendDeadLetter: deadLetters(sqs, environment.COMMAND_DEAD_LETTERS_URL),
  connect: (token: string, spend: () => Promise<void>) =>
    sevdeskClient({ baseUrl: environment.SEVDESK_URL, token, readOnly, spend, log }),
  files: (tenantId: string) => ({ ...filesOf(tenantId), download }),
  settings: {
    readOnly,
    readBackPauseMs: milliseconds('READ_BACK_PAUSE_SECONDS'),
    recheckMs: milliseconds('TOKEN_RECHECK_SECONDS'),
    breakerMs: milliseconds('BREAKER_SECONDS'),
    backoffBaseSeconds: Number(environment.BACKOFF_BASE_SECONDS),
    backoffCapSeconds: Number(environment.BACKOFF_CAP_SECONDS),
    maxAgeMs: milliseconds('COMMAND_MAX_AGE_SECONDS'),
    ratePerMinute: Number(environment.REQUESTS_PER_MINUTE),
  },
  now: Date.now,
  random: Math.random,
  sleep,
  log,
  count,
};

export const handler = queueHandler({
  step: (record, deadlineMs) => executeCommand(dependencies, commandMessage(record, deadlineMs)),
  logKeys: commandLogKeys,
  hiding: { client: sqs, queueUrl: environment.COMMAND_QUEUE_URL },
  failures: 'writerErrors',
});
