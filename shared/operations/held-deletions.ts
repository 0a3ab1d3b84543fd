import type { ResourceName } from '../contract/event.ts';
import type { HeldDeletions, Tenant } from '../domain/tenant.ts';
import { type AskDependencies, askForPoll } from './ask-for-poll.ts';

/** Deletions of one resource that are not told before somebody confirms them. */
export interface HeldBack extends HeldDeletions {
  readonly resource: ResourceName;
  /** How many records the relay knows, those that would be deleted among them. */
  readonly known: number;
  /** So many were confirmed already; they are told a few at each poll. */
  readonly confirmed: boolean;
}

/** What is held back of a tenant: of these resources only, or of all. */
export function heldBack(tenant: Tenant, only: readonly ResourceName[] = []): readonly HeldBack[] {
  return Object.entries(tenant.resources).flatMap(([name, { held, records = 0 }]) => {
    const resource = name as ResourceName;
    if (!held || (only.length > 0 && !only.includes(resource))) return [];
    const confirmed = (tenant.confirmed?.[resource] ?? 0) >= held.records;
    return [{ ...held, resource, known: records + held.records, confirmed }];
  });
}

/**
 * Lets as many deletions through as somebody was shown, and no more: all records are listed once more, and each that is missing is
 * asked for before it is told.
 * @throws TenantUnknown, TenantNotConnected
 */
export function confirmDeletions(
  dependencies: AskDependencies,
  tenantId: string,
  shown: readonly HeldBack[],
): Promise<Tenant> {
  const confirmed = Object.fromEntries(shown.map(({ resource, records }) => [resource, records]));
  return askForPoll(dependencies, tenantId, {
    resources: shown.map(({ resource }) => resource),
    depth: 'everything',
    confirmed,
  });
}
