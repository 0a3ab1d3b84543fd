import { type EventBridgeClient, ListRulesCommand, type Rule } from '@aws-sdk/client-eventbridge';

/** All rules of a bus, or those whose names begin so. */
export async function listRules(
  events: EventBridgeClient,
  { busName, prefix }: { readonly busName: string; readonly prefix?: string },
): Promise<readonly Rule[]> {
  const rules: Rule[] = [];
  let NextToken: string | undefined;
  do {
    const page = { EventBusName: busName, NextToken, ...(prefix !== undefined && { NamePrefix: prefix }) };
    const answer = await events.send(new ListRulesCommand(page));
    rules.push(...(answer.Rules ?? []));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return rules;
}
