import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import type { EventBus, EventBusStore, EventRule } from './event-bus-store.ts';
import { compileEventPattern } from './event-pattern.ts';
import { setTags, tagsSchema } from './event-tags.ts';
import { listByName, listInput } from './list-by-name.ts';
import { type Operation, operation } from './operation.ts';

const schedule = /^(?:rate\((?:1 (?:minute|hour|day)|[1-9]\d* (?:minutes|hours|days))\)|cron\(\S+(?: \S+){5}\))$/;

const put = z.strictObject({
  Name: z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/),
  EventBusName: z.string().optional(),
  EventPattern: z.string().max(4096).optional(),
  ScheduleExpression: z.string().regex(schedule, 'must be rate(…) or cron(…) with six fields').optional(),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  Description: z.string().max(512).optional(),
  RoleArn: z.string().optional(),
  Tags: tagsSchema.optional(),
});
const named = z.strictObject({ Name: z.string(), EventBusName: z.string().optional() });
const remove = named.extend({ Force: z.boolean().optional() });
const list = z.strictObject({ ...listInput, NamePrefix: z.string().optional(), EventBusName: z.string().optional() });

export function eventRuleOperations(store: EventBusStore): Record<string, Operation> {
  return {
    PutRule: operation(put, (input) => putRule(store, input)),
    DescribeRule: operation(named, ({ Name, EventBusName }) => described(store.getRule(Name, EventBusName))),
    ListRules: operation(list, (input) => {
      const { items, nextToken } = listByName(store.getBus(input.EventBusName).rules, input);
      return { Rules: items.map(described), NextToken: nextToken };
    }),
    EnableRule: operation(named, (input) => setState(store, input, 'ENABLED')),
    DisableRule: operation(named, (input) => setState(store, input, 'DISABLED')),
    DeleteRule: operation(remove, (input) => deleteRule(store, input)),
  };
}

/** Creates the rule or replaces all but its targets and tags. */
function putRule(store: EventBusStore, input: z.output<typeof put>): object {
  const bus = store.getBus(input.EventBusName);
  validateTrigger(input, bus);
  const existing = bus.rules.find(({ name }) => name === input.Name);
  const rule: EventRule = {
    name: input.Name,
    arn: ruleArn(bus, input.Name),
    eventBusName: bus.name,
    eventPattern: input.EventPattern,
    scheduleExpression: input.ScheduleExpression,
    state: input.State ?? 'ENABLED',
    description: input.Description,
    roleArn: input.RoleArn,
    targets: existing?.targets ?? [],
  };
  bus.rules = [...bus.rules.filter((other) => other !== existing), rule];
  if (!existing) setTags(store, rule.arn, input.Tags ?? []);
  store.save();
  return { RuleArn: rule.arn };
}

function validateTrigger(input: z.output<typeof put>, bus: EventBus): void {
  if (input.EventPattern === undefined && input.ScheduleExpression === undefined) {
    throw new AwsError('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (input.ScheduleExpression !== undefined && bus.name !== 'default') {
    throw new AwsError('ValidationException', 'ScheduleExpression is supported only on the default event bus.');
  }
  if (input.EventPattern !== undefined) compileEventPattern(input.EventPattern);
}

function ruleArn(bus: EventBus, name: string): string {
  const path = bus.name === 'default' ? name : `${bus.name}/${name}`;
  return bus.arn.replace(/:event-bus\/.*$/, `:rule/${path}`);
}

function setState(store: EventBusStore, input: z.output<typeof named>, state: EventRule['state']): object {
  store.getRule(input.Name, input.EventBusName).state = state;
  store.save();
  return {};
}

/** Deleting a rule that does not exist succeeds, as on AWS. */
function deleteRule(store: EventBusStore, input: z.output<typeof remove>): object {
  const bus = store.getBus(input.EventBusName);
  const rule = bus.rules.find(({ name }) => name === input.Name);
  if (rule && rule.targets.length > 0) {
    throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
  }
  bus.rules = bus.rules.filter((other) => other !== rule);
  store.state.tags = store.state.tags.filter(({ arn }) => arn !== rule?.arn);
  store.save();
  return {};
}

function described(rule: EventRule): object {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventBusName: rule.eventBusName,
    EventPattern: rule.eventPattern,
    ScheduleExpression: rule.scheduleExpression,
    State: rule.state,
    Description: rule.description,
    RoleArn: rule.roleArn,
  };
}
