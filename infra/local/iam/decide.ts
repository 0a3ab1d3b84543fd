import { holds, type RequestContext } from './condition.ts';
import type { Statement } from './policy-document.ts';
import { fitsArn, fitsPattern } from './wildcard.ts';

/** One permission that a call needs. */
export interface AccessRequest {
  /** `dynamodb:GetItem` */
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

export type Decision = 'allowed' | 'denied' | 'not allowed';

/** As IAM decides: a statement that denies wins, and without one that allows nothing is. */
export function decide(statements: readonly Statement[], request: AccessRequest): Decision {
  const effects = statements.filter((statement) => speaksOf(statement, request)).map(({ effect }) => effect);
  if (effects.includes('Deny')) return 'denied';
  return effects.includes('Allow') ? 'allowed' : 'not allowed';
}

function speaksOf({ actions, resources, condition }: Statement, { action, resource, context }: AccessRequest): boolean {
  return (
    actions.some((pattern) => fitsPattern(pattern.toLowerCase(), action.toLowerCase())) &&
    resources.some((pattern) => fitsArn(pattern, resource)) &&
    holds(condition, context)
  );
}
