import type { RelayStatus } from '../../shared/operations/status.ts';
import type { TenantHealth } from '../../shared/operations/tenant-health.ts';
import { formatNeeds, type NeedsView, nameSome, statusNeeds } from './format-needs.ts';
import { progressNote } from './format-progress.ts';
import { paintState } from './format-tenants.ts';
import { describeHeldUp, describeRequests, formatTotals } from './format-totals.ts';
import { oneLine } from './one-line.ts';
import { showNumber } from './show-number.ts';
import { berlinClock, showDuration, showDurationInTwo } from './show-time.ts';
import type { Need } from './status-needs.ts';
import { renderTable } from './table.ts';

const HEAD = ['TENANT', 'STATE', 'LAG', 'RECORDS', 'REQUESTS/MIN', 'COMMANDS', 'LETTERS', 'NOTE'];
/** With more tenants, only those are shown that something is to be said about. */
const SHOWN_WITHOUT_ASKING = 50;
const NOTE_CHARACTERS = 100;

/** Whether anything is wrong, what needs somebody and what to do, the stage in numbers, then a row for each tenant. */
export function formatStatus(status: RelayStatus, view: NeedsView): string {
  if (status.tenants.length === 0) {
    return ['No tenants yet. The first one: sevdesk-relay tenant connect <tenantId>', formatTotals(status)].join(
      '\n\n',
    );
  }
  const needs = statusNeeds(status);
  const parts = [
    headline(status, needs, view),
    formatNeeds(status, needs, view),
    formatTotals(status),
    rows(status, needs, view),
  ];
  return parts.filter(Boolean).join('\n\n');
}

/** The answer to what is asked first. */
function headline({ tenants, totals }: RelayStatus, needs: readonly Need[], { paint }: NeedsView): string {
  const needing = [...new Set(needs.map(({ tenantId }) => tenantId))];
  if (needing.length > 0) {
    const verb = needing.length === 1 ? 'needs' : 'need';
    return paint('red', `${showNumber(needing.length)} of ${countOf(tenants)} ${verb} you: ${nameSome(needing)}`);
  }
  const letters = totals.letters.count > 0 ? '; dead letters wait for somebody' : '';
  const late = totals.late > 0 ? `; ${showNumber(totals.late)} late` : '';
  return paint(letters || late ? 'yellow' : 'green', `${describePolled(tenants)}${late}${letters}.`);
}

function describePolled(tenants: readonly TenantHealth[]): string {
  const polled = tenants.filter(({ connected }) => connected);
  const lags = polled.flatMap(({ lag }) => (lag ? [lag.seconds] : []));
  const behind = lags.length > 0 ? `, at most ${showDurationInTwo(Math.max(...lags) * 1000)} behind` : '';
  const stopped = tenants.length - polled.length;
  if (stopped > 0) {
    return `${showNumber(polled.length)} of ${countOf(tenants)} are polled${behind}; the rest was stopped by operators`;
  }
  return `${tenants.length === 1 ? 'The only tenant is' : `All ${countOf(tenants)} are`} polled${behind}`;
}

function countOf(tenants: readonly TenantHealth[]): string {
  return `${showNumber(tenants.length)} tenant${tenants.length === 1 ? '' : 's'}`;
}

function rows({ tenants }: RelayStatus, needs: readonly Need[], view: NeedsView): string {
  const needing = new Set(needs.map(({ tenantId }) => tenantId));
  const isSpecial = ({ tenantId, connected, late, letters, commands }: TenantHealth) =>
    needing.has(tenantId) || !connected || late || letters.count + commands.count > 0;
  const shown = view.all || tenants.length <= SHOWN_WITHOUT_ASKING ? tenants : tenants.filter(isSpecial);
  const others = tenants.length - shown.length;
  const table =
    shown.length > 0
      ? renderTable(
          shown.map((tenant) => row(tenant, view)),
          HEAD,
        )
      : '';
  const more = others > 0 ? `${showNumber(others)} tenants that do well are not shown; --all shows them.` : '';
  return [table, more].filter(Boolean).join('\n\n');
}

function row(tenant: TenantHealth, { nowMs, paint }: NeedsView): string[] {
  const { tenantId, lag, late, records, requests, commands, letters } = tenant;
  const behind = lag ? showDurationInTwo(lag.seconds * 1000) : '-';
  return [
    tenantId,
    paintState(tenant, paint),
    late ? paint('yellow', behind) : behind,
    showNumber(records),
    tenant.connected ? describeRequests(requests) : '-',
    showNumber(commands.count),
    letters.count > 0 ? paint('red', showNumber(letters.count)) : '0',
    oneLine(notes(tenant, nowMs).join('; '), NOTE_CHARACTERS),
  ];
}

/** What explains the row, in a few words. */
function notes(
  { reason, late, dueAt = 0, requests, commands, resources }: TenantHealth,
  nowMs: number,
): readonly string[] {
  const { pausedUntil } = requests;
  return [
    ...(reason ? [reason] : []),
    ...(late ? [`poll due for ${showDuration(nowMs - dueAt)}`] : []),
    ...(pausedUntil === undefined ? [] : [`429: waits until ${berlinClock(pausedUntil)}`]),
    ...describeHeldUp(commands),
    ...Object.entries(resources).flatMap(([name, { filterIgnored: _usual, ...resource }]) => {
      const note = progressNote(resource);
      return note ? [`${name}: ${note}`] : [];
    }),
  ];
}
