import type { LedgerEntry } from '../../../shared/domain/ledger-entry.ts';
import type { ResourceProgress, Tenant } from '../../../shared/domain/tenant.ts';
import type { StageRhythm } from '../../../shared/operations/resource-health.ts';
import { type QueueDepth, readStatus } from '../../../shared/operations/status.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { aTenant } from '../../support/builders.ts';
import { inMemoryLedger } from '../../support/in-memory-stores.ts';
import { aFailedEntry } from '../../support/ledger-entries.ts';

export const NOW = Date.parse('2026-11-20T08:15:00Z');
export const plain = { nowMs: NOW, paint: (_colour: string, text: string) => text };

export interface StatusWorld {
  readonly entries?: readonly LedgerEntry[];
  readonly rhythm?: StageRhythm;
  readonly commandQueue?: QueueDepth;
  readonly deadLetters?: QueueDepth;
  readonly tenantId?: string;
}

/** The status of a stage with these tenants, by stores in memory. */
export async function statusOf(tenants: readonly Tenant[], world: StatusWorld = {}) {
  const ledger = inMemoryLedger();
  for (const entry of world.entries ?? []) await ledger.add(entry);
  const none = { waiting: 0, inFlight: 0 };
  return readStatus(
    {
      tenants: { get: async (id) => tenants.find(({ tenantId }) => tenantId === id), all: () => items(tenants) },
      listing: ledger,
      commandQueue: async () => world.commandQueue ?? none,
      deadLetters: async () => world.deadLetters ?? none,
      resources: Object.values(resources),
      rhythm: world.rhythm ?? { intervalMs: 300_000, ratePerMinute: 100 },
      now: () => NOW,
    },
    world.tenantId,
  );
}

/** Where a resource stands that was read to its end so many seconds ago. */
export function read(secondsAgo: number, fields: ResourceProgress = {}): ResourceProgress {
  return { records: 10, polledAt: NOW - secondsAgo * 1000, baselinedAt: 1, ...fields };
}

/** A tenant whose poll comes soon. */
export function polled(tenantId: string, fields: Partial<Tenant> = {}): Tenant {
  return aTenant({
    tenantId,
    since: NOW - 86_400_000,
    dueAt: NOW + 40_000,
    resources: { Invoice: read(12) },
    ...fields,
  });
}

export function stopped(tenantId: string, fields: Partial<Tenant> = {}): Tenant {
  const why = {
    state: 'disconnected',
    reason: 'token_rejected',
    message: 'Put a new token\ninto the secret.',
  } as const;
  return aTenant({ tenantId, ...why, since: NOW - 7_200_000, dueAt: undefined, resources: {}, ...fields });
}

export function putOff(commandId: string, fields: Partial<LedgerEntry> = {}): LedgerEntry {
  const failure = { reason: 'rejected_by_sevdesk', message: 'sevdesk answered HTTP 502', retryable: true } as const;
  return aFailedEntry(commandId, { state: 'waiting', deferrals: 12, activeSince: NOW - 7_300_000, failure, ...fields });
}

async function* items<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}
