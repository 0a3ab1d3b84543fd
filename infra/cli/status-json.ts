import type { HeldUp } from '../../shared/aws/held-up.ts';
import type { ResourceHealth } from '../../shared/operations/resource-health.ts';
import type { RelayStatus } from '../../shared/operations/status.ts';
import type { StatusTotals } from '../../shared/operations/status-totals.ts';
import type { TenantHealth } from '../../shared/operations/tenant-health.ts';
import { statusNeeds } from './format-needs.ts';
import { tenantAsJson } from './format-tenants.ts';
import { withIsoTimes } from './show-time.ts';

/** Everything as one line of JSON, times in ISO 8601. Fields may be added; none is renamed or taken out. */
export function statusAsJson(status: RelayStatus): string {
  const { at, tenants, totals } = status;
  const needs = statusNeeds(status).map(({ tenantId, cause, text, next }) => ({
    tenantId,
    cause,
    text,
    next: next?.(tenantId),
  }));
  return JSON.stringify({
    ...status,
    at: new Date(at).toISOString(),
    needs,
    totals: totalsAsJson(totals),
    tenants: tenants.map(healthAsJson),
  });
}

function healthAsJson(tenant: TenantHealth): Record<string, unknown> {
  const { commands, letters, requests } = tenant;
  const json = tenantAsJson(tenant);
  const resources = json.resources as Record<string, ResourceHealth>;
  return {
    ...json,
    resources: Object.fromEntries(
      Object.entries(resources).map(([name, resource]) => [name, withIsoTimes(resource, ['dueAt'])]),
    ),
    requests: withIsoTimes(requests, ['pausedUntil']),
    commands: { ...commands, oldest: commands.oldest.map(heldUpAsJson) },
    letters: { ...letters, oldest: letters.oldest.map(heldUpAsJson) },
  };
}

function totalsAsJson({ requests, commands, letters, ...totals }: StatusTotals): Record<string, unknown> {
  const { most } = requests;
  return {
    ...totals,
    requests: { ...requests, ...(most && { most: withIsoTimes(most, ['pausedUntil']) }) },
    commands: { ...commands, oldest: commands.oldest && heldUpAsJson(commands.oldest) },
    letters: { ...letters, oldest: letters.oldest && heldUpAsJson(letters.oldest) },
  };
}

function heldUpAsJson(heldUp: HeldUp): Record<string, unknown> {
  return withIsoTimes(heldUp, ['since']);
}
