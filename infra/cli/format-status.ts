import type { RelayStatus, TenantStatus } from '../../shared/operations/status.ts';
import { oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';
import { berlinClock, showDuration, withIsoTimes } from './show-time.ts';
import { renderTable } from './table.ts';

const HEAD = ['TENANT', 'STATE', 'SINCE', 'ACCOUNT', 'RESOURCE', 'RECORDS', 'POLLED', 'DUE', 'PARKED'];

/** Stopped tenants and why, every tenant, and the command queue. */
export function formatStatus(status: RelayStatus, { nowMs, paint }: { nowMs: number; paint: Paint }): string {
  const stopped = status.tenants.filter(({ connected }) => !connected);
  const rows = status.tenants.flatMap((tenant) => tenantRows(tenant, { nowMs, paint }));
  const parts = [
    stopped.map((tenant) => paint('red', describeStop(tenant))).join('\n'),
    rows.length > 0
      ? renderTable(rows, HEAD)
      : 'No tenants yet. The first one: sevdesk-relay tenant connect <tenantId>',
    describeQueues(status, paint),
  ];
  return parts.filter(Boolean).join('\n\n');
}

/** The same as JSON, times in ISO 8601. */
export function statusAsJson(status: RelayStatus): string {
  const tenants = status.tenants.map((tenant) => ({
    ...withIsoTimes(tenant, ['since', 'dueAt']),
    resources: Object.fromEntries(
      Object.entries(tenant.resources).map(([name, progress]) => [
        name,
        withIsoTimes(progress, ['polledAt', 'baselinedAt']),
      ]),
    ),
  }));
  return JSON.stringify({ ...status, tenants });
}

function describeStop({ tenantId, state, reason, message }: TenantStatus): string {
  return oneLine(`${tenantId} is ${state} (${reason ?? 'not tested yet'})${message ? `: ${message}` : ''}`);
}

/** One row per resource; the tenant's own facts stand in the first. */
function tenantRows(tenant: TenantStatus, { nowMs, paint }: { nowMs: number; paint: Paint }): string[][] {
  const state = paint(tenant.connected ? 'green' : 'red', tenant.state);
  const facts = [tenant.tenantId, state, berlinClock(tenant.since), tenant.sevClientId ?? '-'];
  const tail = [due(tenant.dueAt, nowMs), String(tenant.parkedCommands)];
  const progress = Object.entries(tenant.resources).map(([name, { records, polledAt }]) => [
    name,
    records === undefined ? '-' : String(records),
    polledAt === undefined ? 'never' : `${showDuration(nowMs - polledAt)} ago`,
  ]);
  const [first = ['-', '-', 'never'], ...rest] = progress;
  return [[...facts, ...first, ...tail], ...rest.map((row) => ['', '', '', '', ...row, '', ''])];
}

function due(dueAt: number | undefined, nowMs: number): string {
  if (dueAt === undefined) return 'not polled';
  return dueAt <= nowMs ? 'now' : `in ${showDuration(dueAt - nowMs)}`;
}

function describeQueues({ commandQueue, deadLetters }: RelayStatus, paint: Paint): string {
  const dead = deadLetters.waiting + deadLetters.inFlight;
  const letters = `${dead} dead letter${dead === 1 ? '' : 's'}`;
  const queue = `Command queue: ${commandQueue.waiting} waiting, ${commandQueue.inFlight} in flight`;
  return `${queue}, ${dead > 0 ? paint('red', letters) : letters}`;
}
