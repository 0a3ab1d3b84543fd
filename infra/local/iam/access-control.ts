import { FUNCTION_KEY_PREFIX } from '../runtime/function-variables.ts';
import type { LocalFunction } from '../runtime/local-function.ts';
import { globalArn, pseudoParameters } from '../runtime/pseudo-parameters.ts';
import { AwsError } from '../services/aws-error.ts';
import type { LocalCall } from '../services/local-call.ts';
import { neededAccess, type SecretLookup } from './call-actions.ts';
import { type AccessRequest, decide } from './decide.ts';
import type { Statement } from './policy-document.ts';

/** A role of the template, with all that its policies say. */
export interface Role {
  readonly name: string;
  readonly arn: string;
  /** Who may take it. */
  readonly services: readonly string[];
  readonly statements: Statement[];
}

/** Whose permissions there are. Filled while resources are created. */
export interface Permissions {
  readonly roles: Role[];
  /** Statements by the policy's ARN. */
  readonly managedPolicies: Map<string, readonly Statement[]>;
  /** Of policies that belong to a resource, each about that resource only. */
  readonly resourceStatements: Statement[];
}

/** What a function asked for, and whether it got it. */
export interface Access extends AccessRequest {
  readonly functionName: string;
  readonly allowed: boolean;
}

export interface AccessControlOptions extends Permissions {
  readonly functions: readonly LocalFunction[];
  readonly lookup: SecretLookup;
  /** Sees every permission that a function needed. */
  readonly onAccess?: (access: Access) => void;
}

/** As a policy may name the account. */
const ACCOUNT: readonly string[] = [pseudoParameters['AWS::AccountId'], globalArn('root')];

/**
 * Refuses what the role of a function does not allow. Callers with other access keys are the operators of this machine, who may do all.
 * What it answers throws an AwsError, as AWS answers it.
 * @throws Error for a function without a role
 */
export function accessControl(options: AccessControlOptions): (call: LocalCall) => void {
  const callers = new Map(
    options.functions.map((caller) => [
      caller.environment.AWS_ACCESS_KEY_ID ?? '',
      { caller, role: roleOf(options, caller) },
    ]),
  );
  return (call) => {
    const known = callers.get(call.accessKeyId);
    if (!known && call.accessKeyId.startsWith(FUNCTION_KEY_PREFIX))
      throw denial(call, 'The access key is of no function');
    if (!known) return;
    const { caller, role } = known;
    const needed = neededAccess(call, options.lookup);
    if (!needed) throw denial(call, `${userOf(role, caller)} ${unknownCall(call)}`);
    for (const request of needed) {
      const decision = decide(statementsFor(options, role), request);
      options.onAccess?.({ ...request, functionName: caller.name, allowed: decision === 'allowed' });
      if (decision !== 'allowed') throw denial(call, explain(request, userOf(role, caller), decision));
    }
  };
}

/**
 * What Lambda checks when a queue is to feed a function.
 * @throws Error naming the first permission that the function's role lacks
 */
export function requireReceiving(options: AccessControlOptions, functionKey: string, queueArn: string): void {
  const receiver = options.functions.find(({ name, arn }) => [name, arn].includes(functionKey));
  if (!receiver) throw new Error(`${queueArn} is to feed ${functionKey}, which is not in the template`);
  const statements = statementsFor(options, roleOf(options, receiver));
  for (const verb of ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']) {
    const request = { action: `sqs:${verb}`, resource: queueArn, context: {} };
    const allowed = decide(statements, request) === 'allowed';
    options.onAccess?.({ ...request, functionName: receiver.name, allowed });
    if (!allowed) {
      throw new Error(
        `Function ${receiver.name}: The function execution role does not have permissions to call ${verb} on SQS`,
      );
    }
  }
}

/** Of resource policies only those that name the role, or everybody. What one denies to the account it denies to all of it; what it allows it leaves to the roles. */
function statementsFor({ resourceStatements }: Permissions, role: Role): readonly Statement[] {
  const named = resourceStatements.filter(({ effect, principals }) => {
    const concerned = ['*', role.arn, ...(effect === 'Deny' ? ACCOUNT : [])];
    return principals.some((one) => concerned.includes(one));
  });
  return [...role.statements, ...named];
}

function roleOf({ roles }: Permissions, { name, roleArn }: LocalFunction): Role {
  const role = roles.find(({ arn }) => arn === roleArn);
  if (!role) throw new Error(`Function ${name}: the template has no role ${roleArn}`);
  return role;
}

function userOf({ name }: Role, { name: functionName }: LocalFunction): string {
  const account = pseudoParameters['AWS::AccountId'];
  return `User: arn:aws:sts::${account}:assumed-role/${name}/${functionName} is not authorized to perform:`;
}

function explain({ action, resource }: AccessRequest, user: string, decision: 'denied' | 'not allowed'): string {
  const because =
    decision === 'denied' ? 'with an explicit deny' : `because no identity-based policy allows the ${action} action`;
  const told = `${user} ${action} on resource: ${resource} ${because}`;
  return action.startsWith('kms:') ? `Access to KMS is not allowed (${told})` : told;
}

function unknownCall({ service, action }: LocalCall): string {
  return `${service}:${action} because infra/local/iam/call-actions.ts has no row for it`;
}

/** S3 has its own name for it, and HTTP's status. */
function denial({ service }: LocalCall, message: string): AwsError {
  return service === 's3' ? new AwsError('AccessDenied', message, 403) : new AwsError('AccessDeniedException', message);
}
