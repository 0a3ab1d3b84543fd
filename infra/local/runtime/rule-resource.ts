import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { targetSchema } from '../services/event-target.ts';
import { generatedName, resourceType, withoutEffect } from './resource-type.ts';
import type { ScheduledTarget } from './schedules.ts';
import { UnsupportedTemplate } from './template.ts';

const schema = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  EventBusName: z.string().optional(),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  Targets: z.array(targetSchema).default([]),
  RoleArn: withoutEffect,
  Tags: withoutEffect,
});

export const ruleResource = resourceType(schema, async (properties, logicalId, account) => {
  const { events, ruleDeliveries, scheduledTargets } = account;
  const { Name = generatedName(logicalId, 64), EventBusName, EventPattern, Targets, ...rest } = properties;
  const { RuleArn = '' } = await events.send(
    new PutRuleCommand({
      Name,
      EventBusName,
      EventPattern: EventPattern && JSON.stringify(EventPattern),
      Description: rest.Description,
      ScheduleExpression: rest.ScheduleExpression,
      State: rest.State,
    }),
  );
  if (Targets.length > 0) await events.send(new PutTargetsCommand({ Rule: Name, EventBusName, Targets }));
  for (const { Arn, RoleArn: roleArn, DeadLetterConfig } of Targets) {
    ruleDeliveries.push({ ruleArn: RuleArn, targetArn: Arn, roleArn });
    if (DeadLetterConfig) ruleDeliveries.push({ ruleArn: RuleArn, targetArn: DeadLetterConfig.Arn });
  }
  if (rest.ScheduleExpression !== undefined) {
    scheduledTargets.push(...Targets.map((target) => scheduledTarget(target, { ruleName: Name, ruleArn: RuleArn })));
  }
  return { ref: EventBusName ? `${EventBusName}|${Name}` : Name, attributes: { Arn: RuleArn } };
});

function scheduledTarget(
  { Arn, Input, InputPath, InputTransformer, DeadLetterConfig }: z.output<typeof targetSchema>,
  rule: Pick<ScheduledTarget, 'ruleName' | 'ruleArn'>,
): ScheduledTarget {
  if (!Arn.startsWith('arn:aws:lambda:') || InputPath !== undefined || InputTransformer) {
    throw new UnsupportedTemplate('a schedule starts functions only, with its own event or a constant Input');
  }
  return {
    ...rule,
    functionArn: Arn,
    ...(Input !== undefined && { input: Input }),
    ...(DeadLetterConfig && { deadLetterArn: DeadLetterConfig.Arn }),
  };
}
