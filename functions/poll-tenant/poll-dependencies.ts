import type { Publish } from '../../shared/aws/event-bus.ts';
import type { LedgerTable } from '../../shared/aws/ledger-table.ts';
import type { SnapshotsTable } from '../../shared/aws/snapshots-table.ts';
import type { TenantsTable } from '../../shared/aws/tenants-table.ts';
import type { TokenCache } from '../../shared/aws/token-cache.ts';
import type { ResourceName } from '../../shared/contract/event.ts';
import type { Count, Log } from '../../shared/domain/log.ts';
import type { Resource } from '../../shared/domain/resource.ts';
import type { ResourceProgress, Tenant } from '../../shared/domain/tenant.ts';
import type { SevdeskClient } from '../../shared/sevdesk/client.ts';

/** Everything outside that a poll touches. */
export interface PollDependencies {
  readonly stage: string;
  readonly tenants: Pick<TenantsTable, 'get' | 'change'>;
  readonly snapshots: SnapshotsTable;
  readonly ledger: Pick<LedgerTable, 'creatorOf'>;
  readonly tokens: TokenCache;
  readonly publish: Publish;
  readonly connect: (token: string, spend: () => Promise<void>) => SevdeskClient;
  readonly resources: Readonly<Record<ResourceName, Resource>>;
  readonly settings: PollSettings;
  readonly now: () => number;
  readonly random: () => number;
  readonly newId: () => string;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Log;
  readonly count: Count;
}

export interface PollSettings {
  readonly leaseMs: number;
  readonly intervalMs: number;
  readonly recheckMs: number;
  readonly backoffBaseSeconds: number;
  readonly backoffCapSeconds: number;
  readonly ratePerMinute: number;
}

/** One poll under way. */
export interface Poll {
  readonly dependencies: PollDependencies;
  readonly tenant: Tenant;
  readonly holder: string;
  /** When this invocation ends. */
  readonly deadlineMs: number;
  /** Moves with each resource that was read to its end; saved when the poll ends, however it ends. */
  readonly progress: Partial<Record<ResourceName, ResourceProgress>>;
}
