import type { Stage } from '../../../infra/stages.ts';
import type { ResourceName } from '../../../shared/contract/event.ts';
import type { ResourceProgress, Tenant } from '../../../shared/domain/tenant.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { aTenant } from '../../support/builders.ts';
import { START_MS } from './writing-world.ts';

const HOUR_MS = 3_600_000;

/** A connected tenant in the middle of its day, whose next poll is due after `part` of the poll interval. */
export function polledTenant(tenantId: string, { pollIntervalSeconds }: Stage, part: number): Tenant {
  const polledAt = START_MS - Math.floor((1 - part) * pollIntervalSeconds * 1000);
  const progress: ResourceProgress = {
    cursor: Math.floor(polledAt / 1000),
    baselinedAt: START_MS - 48 * HOUR_MS,
    records: 0,
    polledAt,
    filter: { testedAt: START_MS - HOUR_MS, works: true },
    listedAt: START_MS - HOUR_MS,
    overdueOn: '2026-11-20',
  };
  const names = Object.keys(resources) as ResourceName[];
  return aTenant({
    tenantId,
    resources: Object.fromEntries(names.map((name) => [name, progress])),
    dueAt: polledAt + pollIntervalSeconds * 1000,
  });
}
