import type { PollDependencies } from '../../functions/poll-tenant/poll-dependencies.ts';
import { pollTenant } from '../../functions/poll-tenant/poll-tenant.ts';
import type { StoredToken } from '../../shared/aws/token-store.ts';
import type { RelayEvent } from '../../shared/contract/event.ts';
import type { Tenant } from '../../shared/domain/tenant.ts';
import type { SevdeskClient } from '../../shared/sevdesk/client.ts';
import { contact } from '../../shared/sevdesk/contact.ts';
import { invoice } from '../../shared/sevdesk/invoice.ts';
import { contracted } from './contract-watch.ts';
import { inMemoryDigests, inMemoryLedger, inMemorySnapshots, inMemoryTenants } from './in-memory-stores.ts';
import { noCount, noMeasure, silentLog } from './silent-log.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A poller with everything outside faked; `poll` is one message of the polls queue, a minute after the last. */
export function pollWorld(sevdesk: SevdeskClient, tenant: Tenant) {
  const state = {
    nowMs: Date.parse('2026-11-21T08:00:00Z'),
    token: { kind: 'token', token: 't'.repeat(32), version: 'v1' } as StoredToken,
  };
  const events: RelayEvent[] = [];
  const tenants = inMemoryTenants(tenant);
  const snapshots = inMemorySnapshots();
  const digests = inMemoryDigests();
  const ledger = inMemoryLedger();
  let holders = 0;
  const dependencies: Mutable<PollDependencies> = {
    stage: 'test',
    tenants,
    snapshots,
    digests,
    ledger,
    tokens: { read: async () => state.token, forget: () => undefined },
    publish: async (published) => void events.push(...contracted(published)),
    connect: () => sevdesk,
    resources: { Contact: contact, Invoice: invoice },
    settings: {
      leaseMs: 330_000,
      intervalMs: 60_000,
      recheckMs: 30_000,
      breakerMs: 60_000,
      backoffBaseSeconds: 2,
      backoffCapSeconds: 900,
      ratePerMinute: 100,
      probeEvery: 6,
      pageLimit: 1000,
    },
    now: () => state.nowMs,
    random: () => 0.5,
    newId: () => {
      holders += 1;
      return `holder-${holders}`;
    },
    sleep: async (ms) => {
      state.nowMs += ms;
    },
    log: silentLog(),
    count: noCount,
    measure: noMeasure,
  };
  const poll = async (times = 1) => {
    for (let time = 1; time <= times; time += 1) {
      state.nowMs += 60_000;
      await pollTenant(dependencies, { tenantId: 'acme', deadlineMs: state.nowMs + 300_000 });
    }
  };
  const told = () => events.map(({ type, subject }) => `${type} ${subject}`);
  const types = () => events.map(({ type }) => type);
  const acme = () => tenants.stored.get('acme');
  return { state, events, tenants, snapshots, digests, ledger, dependencies, poll, told, types, acme };
}
