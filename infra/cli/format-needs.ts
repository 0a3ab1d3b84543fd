import type { RelayStatus } from '../../shared/operations/status.ts';
import { describeReasons } from './format-totals.ts';
import type { Paint } from './paint.ts';
import { showNumber } from './show-number.ts';
import { showDuration } from './show-time.ts';
import { type Need, tenantNeeds } from './status-needs.ts';

/** From so many on, tenants with the same cause are told in one line. */
const MANY = 4;
const NAMED = 3;
/** Causes without a common line are told one by one, but not endlessly. */
const LINES = 20;

export interface NeedsView {
  readonly nowMs: number;
  readonly paint: Paint;
  /** Nothing is left out or told together. */
  readonly all?: boolean | undefined;
}

export function statusNeeds({ tenants, at }: RelayStatus): readonly Need[] {
  return tenants.flatMap((tenant) => tenantNeeds(tenant, at));
}

/** A line for each need, or for many with the same cause, and below it what to do. The cause of most comes first. */
export function formatNeeds(status: RelayStatus, needs: readonly Need[], view: NeedsView): string {
  const groups = groupByCause(needs, view.all ? Number.POSITIVE_INFINITY : MANY);
  const shown = view.all ? groups : groups.slice(0, LINES);
  const more = groups.length - shown.length;
  const lines = shown.map((group) => view.paint('red', tellGroup(group)) + nextOf(group));
  const rest = more > 0 ? [`And ${showNumber(more)} more; --all shows them.`] : [];
  return [...lines, ...rest, ...tellLetters(status, view)].join('\n');
}

type Group = readonly [Need, ...Need[]];

function groupByCause(needs: readonly Need[], many: number): readonly Group[] {
  const causes = new Map<string, [Need, ...Need[]]>();
  for (const need of needs) {
    const group = causes.get(need.cause);
    if (group) group.push(need);
    else causes.set(need.cause, [need]);
  }
  const together = [...causes.values()].filter(([first, ...rest]) => first.many && rest.length + 1 >= many);
  const alone = needs.filter(({ cause }) => !together.some(([first]) => first.cause === cause));
  return [...together.sort((a, b) => b.length - a.length), ...alone.map((need): Group => [need])];
}

function tellGroup([first, ...rest]: Group): string {
  if (rest.length === 0) return first.text;
  const count = rest.length + 1;
  return `${showNumber(count)} tenants ${first.many}: ${nameSome([first, ...rest].map(({ tenantId }) => tenantId))}.`;
}

/** `acme, beta, corp and 297 more`. */
export function nameSome(names: readonly string[]): string {
  const more = names.length - NAMED;
  const some = names.slice(0, more > 0 ? NAMED : names.length).join(', ');
  return more > 0 ? `${some} and ${showNumber(more)} more` : some;
}

function nextOf([first, ...rest]: Group): string {
  const next = first.next?.(rest.length === 0 ? first.tenantId : '<tenant>');
  return next ? `\n  ${next}` : '';
}

function tellLetters({ totals: { letters } }: RelayStatus, { nowMs, paint }: NeedsView): readonly string[] {
  if (!letters.oldest) return [];
  const { tenantId, since } = letters.oldest;
  const counted = `${showNumber(letters.count)} dead letter${letters.count === 1 ? '' : 's'}`;
  const oldest = `the oldest since ${showDuration(nowMs - since)} (${tenantId})`;
  const line = paint('red', `${counted}: ${describeReasons(letters.byReason)}; ${oldest}.`);
  return [`${line}\n  What to do about each: dead-letters list${letters.tenants === 1 ? ` --tenant ${tenantId}` : ''}`];
}
