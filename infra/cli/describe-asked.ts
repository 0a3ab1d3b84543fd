import type { ResourceName } from '../../shared/contract/event.ts';
import type { Tenant } from '../../shared/domain/tenant.ts';
import { listResources } from './resource-option.ts';
import { showDuration } from './show-time.ts';

/** What will happen after a poll was asked for, and when. */
export function describeAsked(tenant: Tenant, resources: readonly ResourceName[], nowMs: number): string {
  const all = resources.filter((name) => tenant.asked?.[name] === 'everything');
  const look = resources.filter((name) => tenant.asked?.[name] === 'look');
  return [
    all.length > 0 && `All records are listed, and those that are gone are found: ${listResources(all)}.`,
    look.length > 0 && `What changed since the last poll is looked for: ${listResources(look)}.`,
    `This begins ${whenItBegins(tenant, nowMs)}. What is found comes as events.`,
    tenant.state === 'baseline' && 'The baseline is not complete: what it lists makes no events.',
  ]
    .filter(Boolean)
    .join('\n');
}

function whenItBegins({ lease, budget }: Tenant, nowMs: number): string {
  if (budget.pausedUntil > nowMs) {
    return `at the first tick in ${showDuration(budget.pausedUntil - nowMs)}: sevdesk limits this tenant's requests (429)`;
  }
  if (lease && lease.untilMs > nowMs) return 'at the first tick after the poll that is under way';
  return 'now';
}
