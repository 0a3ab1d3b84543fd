import type { CommandDependencies } from '../../../functions/execute-command/command-dependencies.ts';
import { deadLetters } from '../../../shared/aws/command-queue.ts';
import { publishTo } from '../../../shared/aws/event-bus.ts';
import { ledgerTable } from '../../../shared/aws/ledger-table.ts';
import { tenantsTable } from '../../../shared/aws/tenants-table.ts';
import { type TokenCache, tokenCache } from '../../../shared/aws/token-cache.ts';
import { tokenStore } from '../../../shared/aws/token-store.ts';
import type { Log } from '../../../shared/domain/log.ts';
import { sevdeskClient } from '../../../shared/sevdesk/client.ts';
import { noCount } from '../../support/silent-log.ts';
import type { Caller } from './caller.ts';
import { COMMANDS, SECRETS, TENANTS } from './names.ts';
import { secretsOf } from './secrets.ts';
import { exchangeOf, SEVDESK_URL } from './sevdesk-exchange.ts';
import { busOf, dynamoOf, sqsOf } from './writer-aws.ts';
import type { Container } from './writers.ts';

export const COMMAND_MAX_AGE_MS = 86_400_000;
export const RECHECK_MS = 30_000;
export const BREAKER_MS = 60_000;
const TOKEN_CACHE_MS = 60_000;

/** The writer as its handler wires it, with the outside of the simulation and the settings of deployed stages. */
export function writerOf(caller: Caller, container: Container): CommandDependencies {
  const { world, invocation } = caller;
  const dynamo = dynamoOf(caller);
  const log = logOf(caller);
  return {
    stage: 'test',
    tenants: tenantsTable(dynamo, TENANTS),
    ledger: ledgerTable(dynamo, COMMANDS),
    tokens: tokensOf(caller, container),
    publish: publishTo(busOf(caller), 'bus'),
    sendDeadLetter: deadLetters(sqsOf(caller), 'dead-letters'),
    connect: (token, spend) => sevdeskClient({ baseUrl: SEVDESK_URL, token, spend, log, exchange: exchangeOf(caller) }),
    files: () => noFiles,
    settings: {
      readOnly: false,
      readBackPauseMs: 60_000,
      recheckMs: RECHECK_MS,
      breakerMs: BREAKER_MS,
      backoffBaseSeconds: 2,
      backoffCapSeconds: 900,
      maxAgeMs: COMMAND_MAX_AGE_MS,
      ratePerMinute: world.history.setting.ratePerMinute,
    },
    now: world.now,
    random: () => world.random.next(),
    sleep: (ms) => invocation.sleep(ms),
    log,
    count: noCount,
  };
}

/** No command of the simulation needs a file. */
const noFiles = { read: unexpected, store: unexpected, download: unexpected };

function unexpected(): Promise<never> {
  return Promise.reject(new Error('The simulation has no files'));
}

/** A container keeps its tokens, and asks for new ones as whoever runs in it at the moment. */
function tokensOf(caller: Caller, container: Container): TokenCache {
  if (container.tokens) container.tokens.caller = caller;
  else {
    const kept = { caller };
    const store = { read: (tenantId: string) => tokenStore(secretsOf(kept.caller), SECRETS).read(tenantId) };
    const cache = tokenCache(store, { ttlMs: TOKEN_CACHE_MS, now: caller.world.now, onToken: () => undefined });
    container.tokens = Object.assign(kept, { cache });
  }
  return container.tokens.cache;
}

export function logOf({ world, invocation }: Caller): Log {
  const note = (message: string, fields: unknown) =>
    world.note(`  ${invocation.name} says ${message} ${textOf(fields)}`);
  return { info: note, warn: note, error: note };
}

function textOf(fields: unknown): string {
  return JSON.stringify(fields, (_, value) => (value instanceof Error ? value.message : value)) ?? '';
}
