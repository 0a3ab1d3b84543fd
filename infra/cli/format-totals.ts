import type { HeldUp } from '../../shared/aws/held-up.ts';
import type { RelayStatus } from '../../shared/operations/status.ts';
import type { IntervalLag, StatusTotals } from '../../shared/operations/status-totals.ts';
import type { RequestUse } from '../../shared/operations/tenant-health.ts';
import { oneLine } from './one-line.ts';
import { showNumber } from './show-number.ts';
import { showDuration, showDurationInTwo } from './show-time.ts';
import { renderTable } from './table.ts';

/** Intervals told one by one. */
const INTERVALS = 4;

/** All tenants in numbers. */
export function formatTotals({ totals, commandQueue, deadLetters, at }: RelayStatus): string {
  const { requests, commands, letters, records } = totals;
  const inQueue = `${showNumber(commandQueue.waiting)} waiting in the queue, ${showNumber(commandQueue.inFlight)} in flight`;
  const heldUp = describeHeldUp(commands);
  return renderTable([
    ['Tenants', describeStates(totals)],
    ['Lag', totals.lags.slice(0, INTERVALS).map(describeLag).join(' · ') || 'nothing was read to its end yet'],
    ['Records known', showNumber(records)],
    ['Requests', `${describeRequests(requests)} in the last minute${describeMost(requests)}`],
    ['Commands', [inQueue, ...heldUp, ...describeOldest(commands.oldest, at)].join(', ')],
    [
      'Dead letters',
      [showNumber(letters.count), ...describeCopies(deadLetters.waiting + deadLetters.inFlight, letters)].join(', '),
    ],
  ]);
}

/** `2 rejected_by_sevdesk, 1 ambiguous`. */
export function describeReasons(byReason: Readonly<Record<string, number>>): string {
  return Object.entries(byReason)
    .map(([reason, count]) => `${showNumber(count)} ${reason}`)
    .join(', ');
}

/** `37 of 100`, or `37` where the limit is not known. */
export function describeRequests({ lastMinute, allowedPerMinute }: RequestUse): string {
  const used = showNumber(lastMinute);
  return allowedPerMinute === undefined ? used : `${used} of ${showNumber(Math.floor(allowedPerMinute))}`;
}

/** `1 tried again, 12 parked`. */
export function describeHeldUp({ putOff, parked }: { readonly putOff: number; readonly parked: number }): string[] {
  return [
    ...(putOff > 0 ? [`${showNumber(putOff)} tried again`] : []),
    ...(parked > 0 ? [`${showNumber(parked)} parked`] : []),
  ];
}

function describeStates({ tenants, states, late }: StatusTotals): string {
  const counted = Object.entries(states).map(([state, count]) => `${showNumber(count)} ${state}`);
  return `${showNumber(tenants)}: ${[...counted, ...(late > 0 ? [`${showNumber(late)} late`] : [])].join(', ')}`;
}

function describeLag({ everySeconds, worstSeconds, tenantId, resource }: IntervalLag): string {
  const every = everySeconds === 0 ? 'every tick' : `every ${showDurationInTwo(everySeconds * 1000)}`;
  return `${every}: at most ${showDurationInTwo(worstSeconds * 1000)} (${tenantId}, ${resource})`;
}

function describeMost({ most, paused }: StatusTotals['requests']): string {
  const busiest = most && most.lastMinute > 0 ? `, most by ${most.tenantId} (${describeRequests(most)})` : '';
  return paused > 0 ? `${busiest}; ${showNumber(paused)} wait since sevdesk answered 429` : busiest;
}

function describeOldest(oldest: HeldUp | undefined, nowMs: number): string[] {
  if (!oldest) return [];
  return [
    oneLine(`the oldest of these since ${showDuration(nowMs - oldest.since)} (${oldest.tenantId}, ${oldest.id})`),
  ];
}

/** SQS gives some up itself, and copies of what was dropped long ago may be left. */
function describeCopies(copies: number, { count }: StatusTotals['letters']): string[] {
  return copies > count
    ? [`but ${showNumber(copies)} copies in their queue: see "commands-dead-letters" in docs/runbook.md`]
    : [];
}
