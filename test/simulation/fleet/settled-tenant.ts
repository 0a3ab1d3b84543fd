import { tenantItem } from '../../../shared/aws/tenant-item.ts';
import type { ResourceName } from '../../../shared/contract/event.ts';
import { berlinDay } from '../../../shared/domain/berlin-time.ts';
import { FRESH_BUDGET } from '../../../shared/domain/request-budget.ts';
import type { ResourceProgress, Tenant } from '../../../shared/domain/tenant.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import type { FleetSevdesk } from './fleet-sevdesk.ts';
import type { FleetTenant } from './fleet-tenant.ts';
import { digestParts } from './ground.ts';

const DAY_MS = 86_400_000;

/**
 * The item of a tenant that was baselined yesterday and has been due for a while, as after an outage. Its daily listings are due at
 * any time of the day, apart from those of the others.
 */
export function settledTenant(tenant: FleetTenant, sevdesk: FleetSevdesk, startMs: number) {
  const { tenantId, random } = tenant;
  const progress = Object.values(resources).map(({ name }) => {
    return [name, settledProgress(sevdesk, { name, startMs, dayPart: random.next() })];
  });
  const settled: Tenant = {
    tenantId,
    state: 'active',
    since: startMs - 2 * DAY_MS,
    secretVersion: 'v1',
    sevClientId: '900100',
    accountClaimed: true,
    budget: FRESH_BUDGET,
    resources: Object.fromEntries(progress),
    failures: 0,
    dueAt: startMs,
    hasParked: false,
    revision: 1,
  };
  return tenantItem(settled);
}

function settledProgress(
  sevdesk: FleetSevdesk,
  { name, startMs, dayPart }: { name: ResourceName; startMs: number; dayPart: number },
): ResourceProgress {
  const records = sevdesk.records[name];
  const longAgo = startMs - dayPart * DAY_MS;
  const isCursor = resources[name].strategy === 'cursor';
  return {
    baselinedAt: startMs - 2 * DAY_MS,
    records: records.total,
    polledAt: startMs - DAY_MS / 2,
    listedAt: longAgo,
    digest: digestParts(records.total),
    overdueOn: berlinDay(startMs),
    ...(isCursor && {
      cursor: Math.floor(records.updatedAt(records.total) / 1000),
      filter: { testedAt: longAgo, works: !sevdesk.ignoresFilter },
    }),
  };
}
