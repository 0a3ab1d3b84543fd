import { type EventBridgeClient, ListTargetsByRuleCommand, type Target } from '@aws-sdk/client-eventbridge';

/** All targets of a rule; AWS allows five, so that they come in one answer. */
export async function listTargets(
  events: EventBridgeClient,
  { busName, ruleName }: { readonly busName: string; readonly ruleName: string },
): Promise<readonly Target[]> {
  const request = { Rule: ruleName, EventBusName: busName };
  return (await events.send(new ListTargetsByRuleCommand(request))).Targets ?? [];
}
