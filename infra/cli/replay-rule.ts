import type { Target } from '@aws-sdk/client-eventbridge';
import { cleaningUp } from './cleaning-up.ts';
import type { CliContext } from './cli-context.ts';
import { CommandFailed } from './cli-error.ts';
import { explainError } from './explain-error.ts';
import { unlessGone } from './is-gone.ts';
import { listTargets } from './list-targets.ts';
import type { OpenStage } from './open-stage.ts';
import { giveAccess, guardedTargets, requireAccess, takeAccessBack } from './target-access.ts';
import { putTemporaryRule, type RuleBus, removeTemporaryRule, type TemporaryRule } from './temporary-rule.ts';

/** Where a rule for a replay is laid. */
export interface ReplayBus extends RuleBus, Pick<OpenStage, 'sqs' | 'endpoint'> {}

export interface ReplayRuleOptions {
  readonly name: string;
  readonly pattern: object;
  /** As another rule has them. */
  readonly targets: readonly Target[];
}

export interface ReplayRule extends TemporaryRule {
  /** @throws CommandFailed when a target does not let it in any more. */
  readonly requireAccess: () => Promise<void>;
}

/** Works with a temporary rule that delivers where another one does. However that ends, the rule and what it was allowed are gone. */
export async function withReplayRule<T>(
  context: CliContext,
  { bus, ...options }: ReplayRuleOptions & { readonly bus: ReplayBus },
  work: (rule: ReplayRule) => Promise<T>,
): Promise<T> {
  const { name, pattern, targets } = options;
  const rule = await putTemporaryRule(bus, { name, purpose: 'replay', pattern });
  const lay = async () => {
    // Before access is given: from the rule's targets it is known what to take back.
    await rule.aim(targets);
    const guarded = guardedTargets(targets);
    const grant = { sid: sidOf(name), ruleArn: rule.arn };
    await giveAccess(bus, guarded, grant);
    return work({ ...rule, requireAccess: () => requireAccess(bus, guarded, grant) });
  };
  return cleaningUp(context, lay, () => close(bus, name));
}

/** Removes such a rule by its name, after what it was allowed. */
export async function removeReplayRule(bus: ReplayBus, name: string): Promise<void> {
  const targets = await listTargets(bus.events, { busName: bus.busName, ruleName: name }).catch((error: unknown) => {
    unlessGone(error);
    return [];
  });
  await takeAccessBack(bus, guardedTargets(targets), { sid: sidOf(name) });
  await removeTemporaryRule(bus, name);
}

async function close(bus: ReplayBus, name: string): Promise<void> {
  try {
    await removeReplayRule(bus, name);
  } catch (error) {
    throw new CommandFailed(
      `The rule "${name}" and the statement "${sidOf(name)}" of its targets' policies could not be removed. The first tail or replay an hour from now tries it again. ${explainError(error)}`,
    );
  }
}

/** Letters and digits only, which every kind of policy takes. */
export function sidOf(ruleName: string): string {
  return `SevdeskRelayReplay${ruleName.split('-').at(-1)}`;
}
