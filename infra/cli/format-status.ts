import type { RelayStatus } from '../../shared/operations/status.ts';
import type { TenantStatus } from '../../shared/operations/tenant-status.ts';
import { describeTrouble, progressNote } from './format-progress.ts';
import { paintState, showDue, tenantAsJson } from './format-tenants.ts';
import { oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';
import { berlinClock, showDuration } from './show-time.ts';
import { renderTable } from './table.ts';

const HEAD = ['TENANT', 'STATE', 'SINCE', 'ACCOUNT', 'RESOURCE', 'RECORDS', 'POLLED', 'DUE', 'PARKED', 'NOTE'];

/** Stopped tenants and why, what else needs somebody, every tenant, and the command queue. */
export function formatStatus(status: RelayStatus, { nowMs, paint }: { nowMs: number; paint: Paint }): string {
  const stopped = status.tenants.filter(({ connected }) => !connected);
  const rows = status.tenants.flatMap((tenant) => tenantRows(tenant, { nowMs, paint }));
  const troubles = status.tenants.flatMap(describeTrouble);
  const parts = [
    [...stopped.map(describeStop), ...troubles].map((line) => paint('red', line)).join('\n'),
    rows.length > 0
      ? renderTable(rows, HEAD)
      : 'No tenants yet. The first one: sevdesk-relay tenant connect <tenantId>',
    describeQueues(status, paint),
  ];
  return parts.filter(Boolean).join('\n\n');
}

/** The same as JSON, times in ISO 8601. */
export function statusAsJson(status: RelayStatus): string {
  const tenants = status.tenants.map(tenantAsJson);
  return JSON.stringify({ ...status, tenants });
}

function describeStop({ tenantId, state, reason, message }: TenantStatus): string {
  return oneLine(`${tenantId} is ${state} (${reason ?? 'not tested yet'})${message ? `: ${message}` : ''}`);
}

/** One row per resource; the tenant's own facts stand in the first. */
function tenantRows(tenant: TenantStatus, { nowMs, paint }: { nowMs: number; paint: Paint }): string[][] {
  const state = paintState(tenant, paint);
  const facts = [tenant.tenantId, state, berlinClock(tenant.since), tenant.sevClientId ?? '-'];
  const tail = [showDue(tenant.dueAt, nowMs), String(tenant.parkedCommands)];
  const progress = Object.entries(tenant.resources).map(([name, resource]) => {
    const { records, polledAt } = resource;
    const polled = polledAt === undefined ? 'never' : `${showDuration(nowMs - polledAt)} ago`;
    return { cells: [name, records === undefined ? '-' : String(records), polled], note: progressNote(resource) };
  });
  const [first = { cells: ['-', '-', 'never'], note: '' }, ...rest] = progress;
  const others = rest.map(({ cells, note }) => ['', '', '', '', ...cells, '', '', note]);
  return [[...facts, ...first.cells, ...tail, first.note], ...others];
}

function describeQueues({ commandQueue, deadLetters }: RelayStatus, paint: Paint): string {
  const dead = deadLetters.waiting + deadLetters.inFlight;
  const letters = `${dead} dead letter${dead === 1 ? '' : 's'}`;
  const queue = `Command queue: ${commandQueue.waiting} waiting, ${commandQueue.inFlight} in flight`;
  return `${queue}, ${dead > 0 ? paint('red', letters) : letters}`;
}
