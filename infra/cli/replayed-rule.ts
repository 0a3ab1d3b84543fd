import { DescribeRuleCommand, type Rule, type Target } from '@aws-sdk/client-eventbridge';
import { CommandFailed, WrongUsage } from './cli-error.ts';
import { isGone } from './is-gone.ts';
import { listRules } from './list-rules.ts';
import { listTargets } from './list-targets.ts';
import type { Narrowed } from './narrow-pattern.ts';
import { isTemporaryName, type RuleBus } from './temporary-rule.ts';

/** A rule of a product, whose targets are to get events again. */
export interface ReplayedRule {
  readonly name: string;
  readonly arn: string;
  readonly pattern: Narrowed['pattern'];
  readonly targets: readonly Target[];
  readonly isEnabled: boolean;
}

/**
 * The rule on the bus that is asked for by its name, its ARN, or as CloudFormation calls it (`bus|name`).
 * @throws WrongUsage for one of another bus
 * @throws CommandFailed for one that is not there, that is not a product's, or that delivers nothing.
 */
export async function replayedRule(bus: RuleBus, asked: string): Promise<ReplayedRule> {
  const name = nameOf(asked, bus);
  const rule = await findRule(bus, name);
  if (isOwn(rule, bus)) throw new CommandFailed(`Rule ${name} is not a product's: nothing is replayed to it.`);
  const { Arn = '', EventPattern, State } = rule;
  if (EventPattern === undefined)
    throw new CommandFailed(`Rule ${name} has a schedule and no pattern: it takes no events.`);
  const targets = await listTargets(bus.events, { busName: bus.busName, ruleName: name });
  if (targets.length === 0) throw new CommandFailed(`Rule ${name} has no targets: there is nobody to replay to.`);
  return { name, arn: Arn, pattern: JSON.parse(EventPattern), targets, isEnabled: State !== 'DISABLED' };
}

/** `|` and `/` are in no name. */
function nameOf(asked: string, { busName }: RuleBus): string {
  const [name = '', itsBus = busName] = asked.split(/[|/]/).toReversed();
  if (itsBus !== busName) throw new WrongUsage(`--to-rule takes a rule of the bus ${busName}, and ${asked} is none.`);
  return name;
}

async function findRule(bus: RuleBus, name: string): Promise<Rule> {
  try {
    return await bus.events.send(new DescribeRuleCommand({ Name: name, EventBusName: bus.busName }));
  } catch (error) {
    if (!isGone(error)) throw error;
    // Where it is the bus that is not there, this throws it again.
    const names = await productRules(bus);
    const there = names.length > 0 ? `Rules there: ${names.join(', ')}` : 'It has no rules of products yet';
    throw new CommandFailed(`The bus ${bus.busName} has no rule ${name}. ${there}.`);
  }
}

async function productRules(bus: RuleBus): Promise<readonly string[]> {
  const rules = await listRules(bus.events, { busName: bus.busName });
  return rules.filter((rule) => !isOwn(rule, bus)).map(({ Name = '' }) => Name);
}

/** AWS' own, such as the one that fills the archive; and the temporary ones of the relay, which has no others here. */
function isOwn({ Name = '', ManagedBy }: Rule, { busName }: RuleBus): boolean {
  return ManagedBy !== undefined || isTemporaryName(Name, busName);
}
