import { GetQueueAttributesCommand, SetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { queueUrl } from './queue-depth.ts';

/** A statement of ours in the policy of a queue, by which it is found again. */
export interface QueueGrant {
  /** Letters and digits only. */
  readonly sid: string;
  readonly queueArn: string;
  readonly ruleArn: string;
}

interface Policy {
  readonly Version?: string;
  readonly Statement?: PolicyStatement | readonly PolicyStatement[];
}
type PolicyStatement = Readonly<Record<string, unknown>>;

/** What lets one rule, and no other, send to a queue. */
export function sendPermission({ sid, queueArn, ruleArn }: QueueGrant): PolicyStatement {
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
    Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
  };
}

/** Adds the statement to what the policy says. AWS takes up to a minute until it counts everywhere. */
export async function allowRuleToSend(sqs: SQSClient, grant: QueueGrant): Promise<void> {
  await changePolicy(sqs, grant, (statements) => [...without(statements, grant.sid), sendPermission(grant)]);
}

/** Takes out our statement, and nothing else. @throws QueueDoesNotExist */
export async function forbidRuleToSend(sqs: SQSClient, grant: Pick<QueueGrant, 'sid' | 'queueArn'>): Promise<void> {
  await changePolicy(sqs, grant, (statements) => without(statements, grant.sid));
}

/** SQS knows no change of a part: whoever changes the policy at the same moment, a deployment for example, wins or loses as a whole. */
async function changePolicy(
  sqs: SQSClient,
  { queueArn }: Pick<QueueGrant, 'queueArn'>,
  change: (statements: readonly PolicyStatement[]) => readonly PolicyStatement[],
): Promise<void> {
  const QueueUrl = await queueUrl(sqs, queueArn.split(':').at(-1) ?? '');
  const asked = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
  const policy = JSON.parse(asked.Attributes?.Policy || '{}') as Policy;
  const before = [policy.Statement ?? []].flat() as readonly PolicyStatement[];
  const Statement = change(before);
  if (Statement.length === before.length && Statement.every((one, index) => one === before[index])) return;
  const changed = { Version: '2012-10-17', ...policy, Statement };
  // A policy without statements is refused; an empty text removes it.
  const Policy = Statement.length > 0 ? JSON.stringify(changed) : '';
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
}

function without(statements: readonly PolicyStatement[], sid: string): readonly PolicyStatement[] {
  return statements.filter(({ Sid }) => Sid !== sid);
}
