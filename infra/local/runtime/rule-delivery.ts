import type { Permissions } from '../iam/access-control.ts';
import { decide } from '../iam/decide.ts';
import { pseudoParameters } from './pseudo-parameters.ts';

const EVENTS = 'events.amazonaws.com';

/** Something that a rule of the template delivers to: a target, or its dead letters. */
export interface RuleDelivery {
  readonly ruleArn: string;
  readonly targetArn: string;
}

/**
 * What EventBridge needs of the policies of queues and functions. On AWS it delivers nothing without it, and says so nowhere.
 * @throws Error naming rule and target
 */
export function requireDelivery({ resourceStatements }: Permissions, { ruleArn, targetArn }: RuleDelivery): void {
  const action = targetArn.startsWith('arn:aws:sqs:') ? 'sqs:SendMessage' : 'lambda:InvokeFunction';
  const context = {
    'aws:SecureTransport': 'true',
    'aws:SourceArn': ruleArn,
    'aws:SourceAccount': pseudoParameters['AWS::AccountId'],
  };
  const statements = resourceStatements.filter(({ principals }) =>
    principals.some((one) => ['*', EVENTS].includes(one)),
  );
  if (decide(statements, { action, resource: targetArn, context }) === 'allowed') return;
  throw new Error(`${ruleArn} cannot deliver to ${targetArn}: its policy does not allow ${EVENTS} ${action}`);
}
