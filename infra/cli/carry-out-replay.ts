import { type CliContext, print, say } from './cli-context.ts';
import { CommandFailed } from './cli-error.ts';
import type { ReplayPlan } from './plan-replay.ts';
import { type ReplayBus, withReplayRule } from './replay-rule.ts';
import { type ReplayLook, type ReplayOutcome, runReplay } from './run-replay.ts';
import { showShare } from './show-share.ts';
import { berlinClock } from './show-time.ts';
import type { TemporaryRule } from './temporary-rule.ts';

const MINUTE_MS = 60_000;
/** Often enough for the expiry of the rule. */
const RENEWED_WITHIN_MS = 10 * MINUTE_MS;

export interface CarriedReplay {
  readonly bus: ReplayBus;
  readonly plan: ReplayPlan;
  readonly stop: AbortSignal;
  /** How long AWS takes to know the rule. */
  readonly settleMs: number;
  /** How long the rule stays behind the last event. */
  readonly lingerMs: number;
}

/**
 * Lays the temporary rule, has EventBridge replay to it, and removes it.
 * @throws CommandFailed when the replay did not come to its end, with where it can go on.
 */
export async function carryOutReplay(context: CliContext, carried: CarriedReplay): Promise<void> {
  const { bus, plan, settleMs, stop } = carried;
  const { ruleName: name, pattern, rule } = plan;
  const ended = await withReplayRule(context, { bus, name, pattern, targets: rule.targets }, async (temporary) => {
    if (settleMs > 0) say(context, 'AWS takes up to a minute until all of it knows the temporary rule.');
    await context.pause(settleMs, stop);
    if (stop.aborted) throw new CommandFailed('Stopped before the replay began. Nothing was replayed.');
    await temporary.requireAccess();
    const outcome = await replayTo(context, carried, temporary);
    if (outcome.state !== 'COMPLETED') return outcome;
    await linger(context, carried, temporary);
    await temporary.requireAccess();
    return outcome;
  });
  report(context, plan, ended);
}

async function replayTo(
  context: CliContext,
  { bus, plan, stop }: CarriedReplay,
  temporary: TemporaryRule,
): Promise<ReplayOutcome> {
  const { replayName: name, archive, fromMs, toMs } = plan;
  say(context, `The replay ${name} begins. Ctrl-C cancels it.`);
  const share = showShare(context);
  const onLook = async ({ isComplete, reachedMs = fromMs }: ReplayLook) => {
    // The last event may be long before the end.
    const atMs = isComplete ? toMs : reachedMs;
    share.show((atMs - fromMs) / (toMs - fromMs), berlinClock(atMs));
    await temporary.renew();
  };
  const request = { name, archiveArn: archive.arn, busArn: archive.busArn, ruleArn: temporary.arn, fromMs, toMs };
  return runReplay({ events: bus.events, pause: context.pause, onLook }, request, stop).finally(share.end);
}

/** That all were handed out does not say that all were taken: what a busy target refused is tried again, as long as there is the rule. */
async function linger(context: CliContext, { lingerMs, stop }: CarriedReplay, temporary: TemporaryRule): Promise<void> {
  if (lingerMs === 0) return;
  say(
    context,
    'All were handed out. The temporary rule stays for a moment, for what its targets could not take at once.',
  );
  for (let leftMs = lingerMs; leftMs > 0 && !stop.aborted; leftMs -= RENEWED_WITHIN_MS) {
    await context.pause(Math.min(leftMs, RENEWED_WITHIN_MS), stop);
    await temporary.renew();
  }
}

function report(context: CliContext, plan: ReplayPlan, { state, reason, reachedMs }: ReplayOutcome): void {
  if (state === 'COMPLETED') {
    print(context, `Replayed to ${plan.rule.name}. The temporary rule is removed.`);
    return;
  }
  const reached =
    reachedMs === undefined ? 'no event was replayed' : `events until ${berlinClock(reachedMs)} were replayed`;
  const how =
    state === 'FAILED' ? `The replay failed (${reason ?? 'AWS does not say why'})` : 'The replay was cancelled';
  throw new CommandFailed(`${how}: ${reached}. To go on: --from ${new Date(goOnMs(plan, reachedMs)).toISOString()}`);
}

/** A minute is replayed in no order, and what was on its way when the rule went is gone: the last two are taken again. */
function goOnMs({ fromMs }: ReplayPlan, reachedMs = fromMs): number {
  return Math.max(fromMs, Math.floor(reachedMs / MINUTE_MS) * MINUTE_MS - MINUTE_MS);
}
