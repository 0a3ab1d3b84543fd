import type { Target } from '@aws-sdk/client-eventbridge';
import { CommandFailed } from './cli-error.ts';
import { allowRuleToInvoke, forbidRuleToInvoke } from './function-access.ts';
import { unlessGone } from './is-gone.ts';
import type { OpenStage } from './open-stage.ts';
import { allowRuleToSend, forbidRuleToSend, mayRuleSend } from './queue-access.ts';

/** Something whose own policy says which rules may deliver to it. */
export interface GuardedTarget {
  readonly kind: 'queue' | 'function';
  readonly arn: string;
}

interface Grant {
  /** Of the statement, by which it is found again. */
  readonly sid: string;
  readonly ruleArn: string;
}

type AccessStage = Pick<OpenStage, 'sqs' | 'events' | 'endpoint'>;

/** What a second rule needs to be let into, to deliver as the rule with these targets does: queues (of dead letters, too) and functions. */
export function guardedTargets(targets: readonly Target[]): readonly GuardedTarget[] {
  const arns = targets.flatMap(({ Arn = '', RoleArn, DeadLetterConfig }) => [
    // A role that EventBridge takes works for any rule.
    ...(RoleArn ? [] : [Arn]),
    ...(DeadLetterConfig?.Arn ? [DeadLetterConfig.Arn] : []),
  ]);
  return [...new Set(arns)].flatMap((arn) => {
    const kind = kindOf(arn);
    return kind ? [{ kind, arn }] : [];
  });
}

/** @throws CommandFailed when a second rule could not deliver to all of these targets, or only by changes beyond this account. */
export function requireReachable(targets: readonly Target[], { ruleName, ruleArn }: ReachingRule): void {
  for (const { Arn = '', RoleArn } of targets) {
    if (RoleArn) continue;
    if (kindOf(Arn) === undefined) throw new CommandFailed(unreachable(ruleName, Arn));
  }
  const here = placeOf(ruleArn);
  const elsewhere = guardedTargets(targets).find(({ arn }) => placeOf(arn) !== here);
  if (elsewhere) {
    throw new CommandFailed(
      `Rule ${ruleName} delivers to ${elsewhere.arn}, in another account or region: what it may take is not changed from here. Give the target a role (RoleArn), or replay to a rule that delivers to a queue beside the bus.`,
    );
  }
}

interface ReachingRule {
  readonly ruleName: string;
  readonly ruleArn: string;
}

/** Lets a rule deliver, to it alone. */
export async function giveAccess(
  stage: AccessStage,
  targets: readonly GuardedTarget[],
  { sid, ruleArn }: Grant,
): Promise<void> {
  for (const { kind, arn } of targets) {
    if (kind === 'queue') await allowRuleToSend(stage.sqs, { sid, queueArn: arn, ruleArn });
    else await allowRuleToInvoke(stage, { sid, functionArn: arn, ruleArn });
  }
}

/** @throws CommandFailed when a queue no longer lets the rule in: SQS keeps the last policy that anybody wrote, as a whole. */
export async function requireAccess(
  { sqs }: Pick<AccessStage, 'sqs'>,
  targets: readonly GuardedTarget[],
  { sid }: Pick<Grant, 'sid'>,
): Promise<void> {
  for (const { kind, arn } of targets) {
    if (kind !== 'queue' || (await mayRuleSend(sqs, { sid, queueArn: arn }))) continue;
    throw new CommandFailed(
      `The statement ${sid} is gone from the policy of ${arn}: somebody wrote that meanwhile, a deployment for example. Events may be missing there. Replay them again.`,
    );
  }
}

/** Takes back exactly what was given, wherever it can; what is gone is no mistake. @throws the first error */
export async function takeAccessBack(
  stage: AccessStage,
  targets: readonly GuardedTarget[],
  { sid }: Pick<Grant, 'sid'>,
): Promise<void> {
  const takeBack = ({ kind, arn }: GuardedTarget) =>
    kind === 'queue'
      ? forbidRuleToSend(stage.sqs, { sid, queueArn: arn })
      : forbidRuleToInvoke(stage, { sid, functionArn: arn });
  const taken = await Promise.allSettled(targets.map((target) => takeBack(target).catch(unlessGone)));
  const failed = taken.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

function kindOf(arn: string): GuardedTarget['kind'] | undefined {
  const [, , service = ''] = arn.split(':');
  return ({ sqs: 'queue', lambda: 'function' } as const)[service];
}

/** Region and account. */
function placeOf(arn: string): string {
  return arn.split(':').slice(3, 5).join(':');
}

function unreachable(ruleName: string, arn: string): string {
  return `Rule ${ruleName} delivers to ${arn}, whose policy would have to allow a second rule: that is done for queues and functions only. Give the target a role (RoleArn), or lay a rule with the same pattern that delivers to a queue, and replay to that one.`;
}
