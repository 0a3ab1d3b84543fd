import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import type { EventBusStore } from './event-bus-store.ts';
import { targetSchema, validateTarget } from './event-target.ts';
import { listByName, listInput } from './list-by-name.ts';
import { type Operation, operation } from './operation.ts';

const maxTargetsPerRule = 5;

const ofRule = { Rule: z.string(), EventBusName: z.string().optional() };
const put = z.strictObject({ ...ofRule, Targets: z.array(targetSchema).min(1).max(100) });
const remove = z.strictObject({ ...ofRule, Ids: z.array(z.string()).min(1).max(100), Force: z.boolean().optional() });
const list = z.strictObject({ ...ofRule, ...listInput });
const listRules = z.strictObject({ TargetArn: z.string(), EventBusName: z.string().optional(), ...listInput });

export function eventTargetOperations(store: EventBusStore): Record<string, Operation> {
  return {
    PutTargets: operation(put, (input) => putTargets(store, input)),
    RemoveTargets: operation(remove, (input) => removeTargets(store, input)),
    ListTargetsByRule: operation(list, (input) => {
      const named = store
        .getRule(input.Rule, input.EventBusName)
        .targets.map((target) => ({ name: target.Id, target }));
      const { items, nextToken } = listByName(named, input);
      return { Targets: items.map(({ target }) => target), NextToken: nextToken };
    }),
    ListRuleNamesByTarget: operation(listRules, (input) => {
      const { rules } = store.getBus(input.EventBusName);
      const aimed = rules.filter(({ targets }) => targets.some(({ Arn }) => Arn === input.TargetArn));
      const { items, nextToken } = listByName(aimed, input);
      return { RuleNames: items.map(({ name }) => name), NextToken: nextToken };
    }),
  };
}

/** Adds targets; one with the id of an existing target replaces it. */
function putTargets(store: EventBusStore, input: z.output<typeof put>): object {
  const rule = store.getRule(input.Rule, input.EventBusName);
  for (const target of input.Targets) validateTarget(target);
  const targets = [...new Map([...rule.targets, ...input.Targets].map((target) => [target.Id, target])).values()];
  if (targets.length > maxTargetsPerRule) {
    throw new AwsError('LimitExceededException', `A rule can have ${maxTargetsPerRule} targets.`);
  }
  rule.targets = targets;
  store.save();
  return { FailedEntryCount: 0, FailedEntries: [] };
}

function removeTargets(store: EventBusStore, input: z.output<typeof remove>): object {
  const rule = store.getRule(input.Rule, input.EventBusName);
  const unknown = input.Ids.filter((id) => !rule.targets.some(({ Id }) => Id === id));
  rule.targets = rule.targets.filter(({ Id }) => !input.Ids.includes(Id));
  store.save();
  const failed = unknown.map((id) => ({
    TargetId: id,
    ErrorCode: 'ResourceNotFoundException',
    ErrorMessage: `Rule ${rule.name} has no target ${id}.`,
  }));
  return { FailedEntryCount: failed.length, FailedEntries: failed };
}
