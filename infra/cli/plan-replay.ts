import type { EventType } from '../../shared/contract/event.ts';
import { type CliContext, say } from './cli-context.ts';
import { WrongUsage } from './cli-error.ts';
import { meantTypes } from './event-types-option.ts';
import { matchesPattern } from './matches-pattern.ts';
import type { Narrowed } from './narrow-pattern.ts';
import { pointInTime } from './point-in-time.ts';
import { replayPattern } from './replay-pattern.ts';
import type { ReplayBus } from './replay-rule.ts';
import { type ReplayedRule, replayedRule } from './replayed-rule.ts';
import { type StageArchive, stageArchive } from './stage-archive.ts';
import { requireReachable } from './target-access.ts';
import { temporaryName } from './temporary-rule.ts';

/** What was asked for. */
export interface ReplayWishes {
  readonly toRule: string;
  readonly from: string;
  readonly to?: string;
  readonly tenant?: readonly string[];
  /** Types and families, as `eventTypesOption` reads them. */
  readonly type?: readonly string[];
  readonly name?: string;
}

/** What a replay will do. */
export interface ReplayPlan {
  readonly rule: ReplayedRule;
  readonly archive: StageArchive;
  readonly tenants: readonly string[];
  readonly types: readonly EventType[];
  readonly fromMs: number;
  readonly toMs: number;
  /** Of the temporary rule. */
  readonly ruleName: string;
  readonly replayName: string;
  readonly pattern: Narrowed['pattern'];
}

/** Finds out what a replay will do, and changes nothing. @throws CommandFailed, WrongUsage for what can't be replayed */
export async function planReplay(context: CliContext, bus: ReplayBus, wishes: ReplayWishes): Promise<ReplayPlan> {
  const { fromMs, toMs } = readSpan(wishes, context.now());
  const archive = await stageArchive(bus, bus.busName);
  const rule = await replayedRule(bus, wishes.toRule);
  requireReachable(rule.targets, { ruleName: rule.name, ruleArn: rule.arn });
  if (!rule.isEnabled) say(context, `Rule ${rule.name} is disabled: its targets get the replayed events all the same.`);
  const ruleName = temporaryName(bus.busName, 'replay');
  const { tenant: tenants = [], name: replayName = ruleName } = wishes;
  const types = meantTypes(wishes.type ?? []);
  const wish = { tenants, types, replayName };
  const pattern = await replayPattern(context, { rule, wish }, matchesPattern(bus.events));
  return { rule, archive, tenants, types, fromMs, toMs, ruleName, replayName, pattern };
}

function readSpan({ from, to }: ReplayWishes, nowMs: number): Pick<ReplayPlan, 'fromMs' | 'toMs'> {
  const fromMs = pointInTime(from, { name: '--from', day: 'begins' }, nowMs);
  const toMs = to === undefined ? nowMs : pointInTime(to, { name: '--to', day: 'ends' }, nowMs);
  // EventBridge keeps times in whole seconds: the one that has begun belongs to it.
  const span = { fromMs: Math.floor(fromMs / 1000) * 1000, toMs: Math.min(toMs, nowMs) };
  if (span.fromMs >= nowMs) throw new WrongUsage('--from is not in the past.');
  if (span.fromMs >= span.toMs) throw new WrongUsage('--from must be before --to.');
  return span;
}
