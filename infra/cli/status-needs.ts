import type { ResourceHealth } from '../../shared/operations/resource-health.ts';
import type { TenantHealth } from '../../shared/operations/tenant-health.ts';
import { describeTrouble } from './format-progress.ts';
import { nextStep } from './next-step.ts';
import { oneLine } from './one-line.ts';
import { showDuration } from './show-time.ts';

/** Why somebody must look after a tenant, and what to do. */
export interface Need {
  readonly tenantId: string;
  /** Tenants with the same one are told together when they are many. */
  readonly cause: string;
  readonly text: string;
  /** What the tenants of one cause have in common: `are disconnected (token_rejected)`. */
  readonly many?: string;
  /** What to do, for a tenant; where `text` does not say it. */
  readonly next?: (tenantId: string) => string;
}

/** A poll that is due for longer than this does not come by itself; the alarm `polls-age` has the same limit. */
const STUCK_POLL_MS = 600_000;
/** The same of commands; the alarm is `commands-age`. */
const STUCK_COMMAND_MS = 3_600_000;
const A_MINUTE_MS = 60_000;

/** What of a tenant needs somebody; the most urgent first. */
export function tenantNeeds(tenant: TenantHealth, nowMs: number): readonly Need[] {
  const { tenantId, connected, stoppedOnPurpose } = tenant;
  const troubles = describeTrouble(tenant).map((text) => ({ tenantId, cause: 'attention', text }));
  if (!connected) return [...(stoppedOnPurpose ? [] : [stopped(tenant)]), ...troubles];
  return [...stuckPoll(tenant, nowMs), ...troubles, ...stuckResources(tenant, nowMs), ...stuckCommand(tenant, nowMs)];
}

function stopped({ tenantId, state, reason, message }: TenantHealth): Need {
  const cause = `${state} (${reason ?? 'not tested yet'})`;
  return {
    tenantId,
    cause,
    text: oneLine(`${tenantId} is ${cause}${message ? `: ${message}` : ''}`),
    many: `are ${cause}`,
    next: (id) => nextStep({ tenantId: id, state, reason }),
  };
}

/** Where sevdesk asked for a pause, there is nothing to do but to wait. */
function stuckPoll({ tenantId, late, dueAt, requests }: TenantHealth, nowMs: number): readonly Need[] {
  const lateMs = nowMs - (dueAt ?? nowMs);
  if (!late || lateMs < STUCK_POLL_MS || requests.pausedUntil !== undefined) return [];
  return [
    {
      tenantId,
      cause: 'late',
      text: `${tenantId}: its poll has been due for ${showDuration(lateMs)} and has not begun.`,
      many: 'wait for a poll that does not begin',
      next: (id) =>
        `Many tenants: see "polls-age", "poll-tenant-errors" and "schedule-polls-errors" in docs/runbook.md. One: poll ${id} --wait`,
    },
  ];
}

/** A resource that is left out while the tenant is polled. A tenant whose next poll is put off has other troubles. */
function stuckResources({ tenantId, late, dueAt = 0, resources }: TenantHealth, nowMs: number): readonly Need[] {
  const isPolled = !late && dueAt - nowMs < A_MINUTE_MS;
  const stuck = Object.entries(resources).flatMap(([name, resource]) => {
    const why = whyStuck(resource, isPolled);
    return why ? [`${name} ${why}`] : [];
  });
  if (stuck.length === 0) return [];
  return [
    {
      tenantId,
      cause: 'resources',
      text: `${tenantId}: ${stuck.join('; ')}.`,
      many: 'have resources that are not read to their end',
      next: (id) => `The log of poll-tenant says why; each resource: status ${id}`,
    },
  ];
}

function whyStuck(
  { failedPolls, off, overdueSeconds, lagSeconds = 0 }: ResourceHealth,
  isPolled: boolean,
): string | undefined {
  if (failedPolls > 1 && !off) return `failed at its last ${failedPolls} polls`;
  const isStuck = isPolled && overdueSeconds * 1000 >= STUCK_POLL_MS;
  return isStuck ? `was read to its end ${showDuration(lagSeconds * 1000)} ago` : undefined;
}

function stuckCommand({ tenantId, commands }: TenantHealth, nowMs: number): readonly Need[] {
  const stuck = commands.oldest.find(({ kind, since }) => kind === 'put_off' && nowMs - since >= STUCK_COMMAND_MS);
  if (!stuck) return [];
  const why = stuck.failure ? `: ${stuck.failure.message}` : '';
  return [
    {
      tenantId,
      cause: 'commands',
      text: oneLine(`${tenantId}: ${stuck.id} has been tried for ${showDuration(nowMs - stuck.since)}${why}`),
      many: 'have a command that does not go through for more than an hour',
      next: (id) => (id === tenantId ? `See: command show ${id} ${stuck.id}` : `See: status ${id}`),
    },
  ];
}
