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
type OwnStatement = Pick<QueueGrant, 'sid' | 'queueArn'>;

/** Two commands that write at the same moment agree after a second look; more is for three. */
const LOOKS = 3;

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
  await changePolicy(sqs, grant, (statements) =>
    hasSid(statements, grant.sid) ? statements : [...statements, sendPermission(grant)],
  );
}

/** Whether our statement still stands: who changed the policy meanwhile may have written it without. @throws QueueDoesNotExist */
export async function mayRuleSend(sqs: SQSClient, { sid, queueArn }: OwnStatement): Promise<boolean> {
  return hasSid(statementsOf(await readPolicy(sqs, await urlOf(sqs, queueArn))), sid);
}

/** Takes out our statement, and nothing else. @throws QueueDoesNotExist */
export async function forbidRuleToSend(sqs: SQSClient, grant: OwnStatement): Promise<void> {
  await changePolicy(sqs, grant, (statements) => statements.filter(({ Sid }) => Sid !== grant.sid));
}

/**
 * SQS knows no change of a part: whoever writes the policy at the same moment, another replay for example, wins or loses as a whole.
 * So it is looked at again, until it is as it should be.
 */
async function changePolicy(
  sqs: SQSClient,
  { queueArn }: OwnStatement,
  change: (statements: readonly PolicyStatement[]) => readonly PolicyStatement[],
): Promise<void> {
  const QueueUrl = await urlOf(sqs, queueArn);
  for (let look = 0; look < LOOKS; look += 1) {
    const policy = await readPolicy(sqs, QueueUrl);
    const before = statementsOf(policy);
    const Statement = change(before);
    if (Statement.length === before.length) return;
    // A policy without a version stays without: a newer one gives "${" in its statements another meaning.
    const changed = { ...(before.length === 0 && { Version: '2012-10-17' }), ...policy, Statement };
    // A policy without statements is refused; an empty text removes it.
    const Policy = Statement.length > 0 ? JSON.stringify(changed) : '';
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  }
}

function urlOf(sqs: SQSClient, queueArn: string): Promise<string> {
  return queueUrl(sqs, queueArn.split(':').at(-1) ?? '');
}

async function readPolicy(sqs: SQSClient, QueueUrl: string): Promise<Policy> {
  const asked = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
  return JSON.parse(asked.Attributes?.Policy || '{}') as Policy;
}

function statementsOf({ Statement = [] }: Policy): readonly PolicyStatement[] {
  return [Statement].flat() as readonly PolicyStatement[];
}

function hasSid(statements: readonly PolicyStatement[], sid: string): boolean {
  return statements.some(({ Sid }) => Sid === sid);
}
