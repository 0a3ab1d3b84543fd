import type { PollDependencies } from '../../../functions/poll-tenant/poll-dependencies.ts';
import { pollTenant } from '../../../functions/poll-tenant/poll-tenant.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { sevdeskClient } from '../../../shared/sevdesk/client.ts';
import { aTenant } from '../../support/builders.ts';
import { noCount, noMeasure, silentLog } from '../../support/silent-log.ts';
import { productionSettings } from '../poll-settings.ts';
import { START_MS } from './situations.ts';

export const BENCH_TENANT = 'bench';
/** Timeout of the function. */
const DEADLINE_MS = 300_000;

export type Stores = Pick<PollDependencies, 'tenants' | 'snapshots' | 'digests'>;

/** A tenant before its baseline. */
export function newTenant(): Tenant {
  return aTenant({ tenantId: BENCH_TENANT, state: 'baseline', since: START_MS, resources: {} });
}

export interface RelayOptions {
  readonly baseUrl: string;
  readonly token: string;
  readonly stores: Stores;
  readonly polled: PollDependencies['resources'];
}

/** The relay's poller with the settings of production, on a clock of its own: pauses cost no time. */
export function relayPoller({ baseUrl, token, stores, polled }: RelayOptions) {
  let nowMs = START_MS;
  let recordEvents = 0;
  const log = silentLog();
  const settings = productionSettings();
  const dependencies: PollDependencies = {
    ...stores,
    stage: 'bench',
    ledger: { creatorOf: async () => undefined, notedBy: async () => undefined },
    tokens: { read: async () => ({ kind: 'token', token, version: 'v1' }), forget: () => undefined },
    publish: async (events) => {
      recordEvents += events.filter(({ type }) => !type.startsWith('baseline.')).length;
    },
    connect: (secret, spend) => sevdeskClient({ baseUrl, token: secret, readOnly: true, spend, log }),
    resources: polled,
    settings,
    now: () => nowMs,
    random: () => 0.5,
    newId: () => `holder-${nowMs}`,
    sleep: async (ms) => {
      nowMs += ms;
    },
    log,
    count: noCount,
    measure: noMeasure,
  };
  return {
    log,
    /** One message of the polls queue, an interval after the last. */
    async poll(): Promise<void> {
      nowMs += settings.intervalMs;
      await pollTenant(dependencies, { tenantId: BENCH_TENANT, deadlineMs: nowMs + DEADLINE_MS });
      const failed = log.lines.find((line) => /could not go on|Nothing to poll/.test(line));
      if (failed) throw new Error(failed);
    },
    tenant: () => stores.tenants.get(BENCH_TENANT),
    /** Events about records since the last question. */
    takeRecordEvents(): number {
      const events = recordEvents;
      recordEvents = 0;
      return events;
    },
  };
}
