import type { ReplayPlan } from './plan-replay.ts';
import { sidOf } from './replay-rule.ts';
import { berlinClock, showDurationInTwo } from './show-time.ts';
import { renderTable } from './table.ts';
import { guardedTargets } from './target-access.ts';

/** The plan for people, before it is carried out. */
export function formatReplay(plan: ReplayPlan): string {
  const { rule, fromMs, toMs, tenants, types } = plan;
  const span = `${berlinClock(fromMs)} until ${berlinClock(toMs)} (${showDurationInTwo(toMs - fromMs)})`;
  return renderTable([
    ['Rule', rule.name],
    ['Delivers to', rule.targets.map(({ Arn }) => Arn).join('\n')],
    ['Events of', span],
    ['Tenants', tenants.join(', ') || 'all that the rule takes'],
    ['Types', types.join(', ') || 'all that the rule takes'],
    ['Replay', plan.replayName],
  ]);
}

/** What would be changed in AWS meanwhile. */
export function formatChanges({ rule, ruleName, pattern }: ReplayPlan): string {
  const sid = sidOf(ruleName);
  const guarded = guardedTargets(rule.targets).map(
    ({ kind, arn }) => `  a statement ${sid} in the policy of the ${kind} ${arn}`,
  );
  return [
    'While it lasts there would be',
    `  a rule like ${ruleName}, with the same targets and this pattern:`,
    `    ${JSON.stringify(pattern)}`,
    ...guarded,
  ].join('\n');
}

/** What there is to know about the span of time, each in one line. */
export function spanNotices(
  { archive, fromMs, toMs }: ReplayPlan,
  { nowMs, isLocal }: { readonly nowMs: number; readonly isLocal: boolean },
): readonly string[] {
  const { beginsAtMs, retentionDays } = archive;
  const kept = retentionDays > 0 ? ` (it keeps events for ${retentionDays} days)` : '';
  return [
    ...(fromMs < beginsAtMs ? [`The archive has nothing of before ${berlinClock(beginsAtMs)}${kept}.`] : []),
    ...(toMs > nowMs - ARCHIVED_WITHIN_MS && !isLocal ? [LATE] : []),
  ];
}

/** AWS: "we recommend you delay replaying archived events for 10 minutes" (EventBridge user guide, "Archiving and replaying events"). */
const ARCHIVED_WITHIN_MS = 10 * 60_000;
const LATE =
  'Events of the last ten minutes may be missing: AWS archives them with a delay. Replay them later, or end with --to 10min.';
