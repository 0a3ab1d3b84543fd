import type { Permissions } from '../iam/access-control.ts';
import { decide } from '../iam/decide.ts';
import { targetKind } from '../services/event-target.ts';
import { pseudoParameters } from './pseudo-parameters.ts';

const EVENTS = 'events.amazonaws.com';

/** Something that a rule of a template delivers to: a target, or its dead letters. */
export interface RuleDelivery {
  readonly ruleArn: string;
  readonly targetArn: string;
  readonly roleArn?: string | undefined;
}

/**
 * What EventBridge needs of the policies of queues and functions, or of the role with which it delivers to a bus. On AWS it
 * delivers nothing without it, and says so nowhere.
 * @throws Error naming rule and target
 */
export function requireDelivery(permissions: Permissions, delivery: RuleDelivery): void {
  const { ruleArn, targetArn } = delivery;
  const lacking =
    targetKind(targetArn) === 'bus' ? lackingOfRole(permissions, delivery) : lackingOfPolicy(permissions, delivery);
  if (lacking !== undefined) throw new Error(`${ruleArn} cannot deliver to ${targetArn}: ${lacking}`);
}

function lackingOfPolicy(
  { resourceStatements }: Permissions,
  { ruleArn, targetArn }: RuleDelivery,
): string | undefined {
  const action = targetArn.startsWith('arn:aws:sqs:') ? 'sqs:SendMessage' : 'lambda:InvokeFunction';
  const context = {
    'aws:SecureTransport': 'true',
    'aws:SourceArn': ruleArn,
    'aws:SourceAccount': pseudoParameters['AWS::AccountId'],
  };
  const statements = resourceStatements.filter(({ principals }) =>
    principals.some((one) => ['*', EVENTS].includes(one)),
  );
  if (decide(statements, { action, resource: targetArn, context }) === 'allowed') return undefined;
  return `its policy does not allow ${EVENTS} ${action}`;
}

function lackingOfRole({ roles }: Permissions, { targetArn, roleArn }: RuleDelivery): string | undefined {
  const role = roles.find(({ arn }) => arn === roleArn);
  if (!role) return 'a bus as a target takes a RoleArn, the role of a template';
  if (!role.services.includes(EVENTS)) return `${EVENTS} cannot assume the role ${role.name}`;
  const request = { action: 'events:PutEvents', resource: targetArn, context: {} };
  return decide(role.statements, request) === 'allowed'
    ? undefined
    : `the role ${role.name} does not allow events:PutEvents`;
}
