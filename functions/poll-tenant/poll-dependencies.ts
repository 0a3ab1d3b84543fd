import type { DigestsTable } from '../../shared/aws/digests-table.ts';
import type { Publish } from '../../shared/aws/event-bus.ts';
import type { LedgerTable } from '../../shared/aws/ledger-table.ts';
import type { SnapshotsTable } from '../../shared/aws/snapshots-table.ts';
import type { TokenCache } from '../../shared/aws/token-cache.ts';
import type { ResourceName } from '../../shared/contract/event.ts';
import type { CallTally } from '../../shared/domain/circuit-breaker.ts';
import type { Count, Log, Measure } from '../../shared/domain/log.ts';
import type { Resource } from '../../shared/domain/resource.ts';
import type { ResourceProgress, Tenant } from '../../shared/domain/tenant.ts';
import type { RefuseDependencies } from '../../shared/operations/refuse-token.ts';
import type { SevdeskClient } from '../../shared/sevdesk/client.ts';

/** Everything outside that a poll touches. */
export interface PollDependencies {
  readonly stage: string;
  readonly tenants: RefuseDependencies['tenants'];
  readonly snapshots: SnapshotsTable;
  readonly digests: DigestsTable;
  readonly ledger: Pick<LedgerTable, 'creatorOf' | 'notedBy'>;
  readonly tokens: TokenCache;
  readonly publish: Publish;
  readonly connect: (token: string, spend: () => Promise<void>) => SevdeskClient;
  readonly resources: Readonly<Partial<Record<ResourceName, Resource>>>;
  readonly settings: PollSettings;
  readonly now: () => number;
  readonly random: () => number;
  readonly newId: () => string;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Log;
  readonly count: Count;
  readonly measure: Measure;
}

export interface PollSettings {
  readonly leaseMs: number;
  readonly intervalMs: number;
  readonly recheckMs: number;
  /** The unit of the circuit breaker. */
  readonly breakerMs: number;
  readonly backoffBaseSeconds: number;
  readonly backoffCapSeconds: number;
  readonly ratePerMinute: number;
  /** sevdesk's count is compared at each so-manieth poll. */
  readonly probeEvery: number;
  /** Rows of a page. */
  readonly pageLimit: number;
}

/** One poll under way. */
export interface Poll {
  readonly dependencies: PollDependencies;
  readonly tenant: Tenant;
  readonly holder: string;
  /** Rises with each lease of the tenant: what a holder wrote does not overwrite what a later one did. */
  readonly fence: number;
  /** When this invocation ends. */
  readonly deadlineMs: number;
  /** The poll's own copy: `advance` moves it, and it is saved when the poll ends, however it ends. */
  readonly progress: Partial<Record<ResourceName, ResourceProgress>>;
  /** Resources that were read to their end; grows. */
  readonly done: Set<ResourceName>;
  /** How its calls ended. */
  readonly tally: CallTally;
}

/** One resource under way. */
export interface Reading {
  readonly poll: Poll;
  readonly client: SevdeskClient;
  readonly resource: Resource;
}

export function progressOf({ poll, resource }: Reading): ResourceProgress {
  return poll.progress[resource.name] ?? {};
}

type ProgressStep = { readonly [K in keyof ResourceProgress]?: ResourceProgress[K] | undefined };

/** Moves the progress of a resource; what is undefined is taken out. */
export function advance({ poll, resource }: Reading, step: ProgressStep): void {
  const next = { ...poll.progress[resource.name], ...step };
  poll.progress[resource.name] = Object.fromEntries(
    Object.entries(next).filter(([, value]) => value !== undefined),
  ) as ResourceProgress;
}

/**
 * Forgets what only saves work. Done before anything is told: until digest and progress say it, too, a poll that is cut short
 * must not make the next one skip a record that changed back, or compare sevdesk's count with one that lacks what it told.
 */
export function distrust(reading: Reading): void {
  advance(reading, { digest: undefined, page: undefined, answered: undefined, recount: true });
}

export function kindOf({ poll, resource }: Pick<Reading, 'poll' | 'resource'>) {
  return { tenantId: poll.tenant.tenantId, resource: resource.name };
}
