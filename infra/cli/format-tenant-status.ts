import type { HeldUp } from '../../shared/aws/held-up.ts';
import type { ResourceHealth } from '../../shared/operations/resource-health.ts';
import type { RelayStatus } from '../../shared/operations/status.ts';
import type { TenantHealth } from '../../shared/operations/tenant-health.ts';
import { formatNeeds, type NeedsView, statusNeeds } from './format-needs.ts';
import { progressNote } from './format-progress.ts';
import { paintState, showDue } from './format-tenants.ts';
import { describeHeldUp, describeReasons, describeRequests } from './format-totals.ts';
import { nextStep } from './next-step.ts';
import { oneLine } from './one-line.ts';
import { showNumber } from './show-number.ts';
import { berlinClock, showDuration, showDurationInTwo } from './show-time.ts';
import { renderTable } from './table.ts';

const RESOURCE_HEAD = ['RESOURCE', 'LAG', 'EVERY', 'DUE', 'RECORDS', 'TIME FILTER', 'NOTE'];
const HELD_UP_HEAD = ['AGE', 'COMMAND', 'TYPE', 'STATE', 'WHY'];
const WHY_CHARACTERS = 100;

const HELD_UP_STATES: Readonly<Record<HeldUp['kind'], string>> = {
  failed: 'dead letter',
  refused: 'dead letter (refused)',
  unsent: 'redrive not sent',
  put_off: 'tried again',
  parked: 'parked',
};

/** One tenant: whether anything is wrong with it, how it stands, each resource, and what is held up. */
export function formatTenantStatus(status: RelayStatus, tenant: TenantHealth, view: NeedsView): string {
  const { resources, letters, commands, tenantId } = tenant;
  const resourceRows = Object.entries(resources).map(([name, resource]) => resourceRow([name, resource], view));
  const heldUp = [...letters.oldest, ...commands.oldest].map((one) => heldUpRow(one, view));
  const isMore = letters.count + commands.count > heldUp.length;
  const parts = [
    headline(status, tenant, view),
    renderTable(facts(tenant, view)),
    resourceRows.length > 0 ? renderTable(resourceRows, RESOURCE_HEAD) : '',
    heldUp.length > 0 ? renderTable(heldUp, HELD_UP_HEAD) : '',
    isMore ? `These are the oldest. All: dead-letters list --tenant ${tenantId}, commands ${tenantId}` : '',
  ];
  return parts.filter(Boolean).join('\n\n');
}

function headline(status: RelayStatus, tenant: TenantHealth, view: NeedsView): string {
  const needs = statusNeeds(status);
  const answer = needs.length > 0 ? view.paint('red', `${tenant.tenantId} needs you.`) : describeHow(tenant, view);
  return [answer, formatNeeds(status, needs, { ...view, all: true })].filter(Boolean).join('\n\n');
}

function describeHow(tenant: TenantHealth, { paint }: NeedsView): string {
  const { tenantId, connected, lag, state, since } = tenant;
  if (!connected) return paint('yellow', `${tenantId} is ${state} since ${berlinClock(since)}. ${nextStep(tenant)}`);
  const behind = lag ? `, at most ${showDurationInTwo(lag.seconds * 1000)} behind` : '';
  return paint('green', `${tenantId} is polled${behind}.`);
}

function facts(tenant: TenantHealth, { nowMs, paint }: NeedsView): string[][] {
  const { state, since, connected, reason, message, sevClientId, commands, letters, requests } = tenant;
  const waiting = describeHeldUp(commands).join(', ');
  return [
    ['Tenant', tenant.tenantId],
    [
      'State',
      `${paintState({ connected, state }, paint)} since ${berlinClock(since)} (${showDuration(nowMs - since)})`,
    ],
    ['Reason', reason ? oneLine(`${reason}${message ? `: ${message}` : ''}`) : ''],
    ['sevdesk account', sevClientId ?? 'not known before its first record'],
    ['Next poll', tenant.polling ? 'under way' : showNextPoll(tenant, nowMs)],
    ['Requests', `${describeRequests(requests)} in the last minute${describePause(requests.pausedUntil)}`],
    ['Commands', waiting || 'none tried again, none parked; those in the queue are not counted by tenant'],
    ['Dead letters', letters.count > 0 ? paint('red', describeReasons(letters.byReason)) : 'none'],
  ].filter(([, text]) => text);
}

function showNextPoll({ late, dueAt }: TenantHealth, nowMs: number): string {
  return late ? `late: due for ${showDuration(nowMs - (dueAt ?? nowMs))}` : showDue(dueAt, nowMs);
}

function describePause(pausedUntil: number | undefined): string {
  return pausedUntil === undefined ? '' : `; none before ${berlinClock(pausedUntil)}, since sevdesk answered 429`;
}

function resourceRow([name, resource]: [string, ResourceHealth], { nowMs, paint }: NeedsView): string[] {
  const { records, dueAt, everySeconds, timeFilter, overdueSeconds, failedPolls } = resource;
  const { filterIgnored: _shown, ...rest } = resource;
  const failed = failedPolls > 0 ? [`failed at its last ${failedPolls === 1 ? 'poll' : `${failedPolls} polls`}`] : [];
  const lag = showLag(resource);
  return [
    name,
    overdueSeconds + failedPolls > 0 ? paint('yellow', lag) : lag,
    everySeconds === 0 ? 'tick' : showDurationInTwo(everySeconds * 1000),
    showDue(dueAt, nowMs),
    records === undefined ? '-' : showNumber(records),
    timeFilter === 'unused' ? '-' : timeFilter,
    [
      ...(overdueSeconds > 0 ? [`overdue for ${showDuration(overdueSeconds * 1000)}`] : []),
      ...failed,
      progressNote(rest),
    ]
      .filter(Boolean)
      .join('; '),
  ];
}

/** A poll that failed at the resource alone counts as a look at it, so that it comes in its turn: when one was complete is not known. */
function showLag({ lagSeconds, failedPolls }: ResourceHealth): string {
  if (lagSeconds === undefined) return 'never read';
  const lag = showDurationInTwo(lagSeconds * 1000);
  return failedPolls > 0 ? `over ${lag}` : lag;
}

function heldUpRow(
  { kind, id, type = '-', since, failure, deferrals = 0 }: HeldUp,
  { nowMs, paint }: NeedsView,
): string[] {
  const isLetter = kind !== 'put_off' && kind !== 'parked';
  const times = deferrals > 0 ? ` (${deferrals} times)` : '';
  return [
    showDuration(nowMs - since),
    oneLine(id),
    oneLine(type),
    paint(isLetter ? 'red' : 'yellow', `${HELD_UP_STATES[kind]}${times}`),
    failure ? oneLine(`${failure.reason}: ${failure.message}`, WHY_CHARACTERS) : '-',
  ];
}
