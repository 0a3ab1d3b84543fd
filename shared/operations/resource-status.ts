import type { ResourceName } from '../contract/event.ts';
import type { HeldDeletions, ResourceProgress, Tenant } from '../domain/tenant.ts';

/** How the polling of one resource is doing. Times in milliseconds. */
export interface ResourceStatus
  extends Pick<ResourceProgress, 'records' | 'polledAt' | 'baselinedAt' | 'listedAt' | 'incomplete'> {
  /** A listing of everything that goes on at the next poll; `of` is sevdesk's count. */
  readonly listing?: { readonly startedAt: number; readonly seen: number; readonly of?: number | undefined };
  /** Deletions that wait for somebody to confirm them, or, once confirmed, are told a few at each poll. */
  readonly held?: HeldDeletions & { readonly confirmed: boolean };
  /** sevdesk answers everything when asked for what changed, so everything is listed at each poll. */
  readonly filterIgnored?: true;
  /** It is off: sevdesk denies access to it, in its words; asked again at `retryAt`. */
  readonly denied?: { readonly since: number; readonly retryAt: number; readonly message: string };
  /** A poll that was asked for and did not go through yet. */
  readonly asked?: 'look' | 'everything';
}

/** Only what is named: digests and cursors are nobody's business here. */
export function resourceStatus(tenant: Tenant, name: ResourceName): ResourceStatus {
  const progress = tenant.resources[name] ?? {};
  const { records, polledAt, baselinedAt, listedAt, incomplete, listing, held, filter } = progress;
  const asked = tenant.asked?.[name];
  const { retryAt, since = 0, message = '' } = progress.denied ?? {};
  return {
    ...(records !== undefined && { records }),
    ...(polledAt !== undefined && { polledAt }),
    ...(baselinedAt !== undefined && { baselinedAt }),
    ...(listedAt !== undefined && { listedAt }),
    ...(incomplete !== undefined && { incomplete }),
    ...(listing && { listing: { startedAt: listing.startedAt, seen: listing.seen, of: listing.state.lastTotal } }),
    ...(held && { held: { ...held, confirmed: (tenant.confirmed?.[name] ?? 0) >= held.records } }),
    ...(filter?.works === false && { filterIgnored: true }),
    ...(retryAt !== undefined && { denied: { since, retryAt, message } }),
    ...(asked && { asked }),
  };
}
