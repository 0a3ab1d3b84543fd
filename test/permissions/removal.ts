import type { Access } from '../../infra/local/iam/access-control.ts';
import type { Statement } from '../../infra/local/iam/policy-document.ts';
import type { LocalAccount } from '../../infra/local/local-account.ts';
import { isUsedBy, type Permission, permissionsOf } from './permission.ts';

/** What is taken out of a function's role: a whole statement, or one action on one resource of it. */
export interface Removal {
  readonly functionName: string;
  readonly statement: number;
  /** Positions of action and resource in the statement; without them it is all of it. */
  readonly pair?: { readonly action: number; readonly resource: number };
  readonly permissions: readonly Permission[];
}

/** Every statement, and where a statement is about more than one action on one resource, each of these pairs. Not those about logs. */
export function removalsOf(grants: LocalAccount['grants']): readonly Removal[] {
  const statements = Map.groupBy(
    permissionsOf(grants),
    ({ functionName, statement }) => `${functionName} ${statement}`,
  );
  return [...statements.values()].flatMap((permissions) => {
    const [{ functionName, statement }] = permissions as [Permission];
    const whole = { functionName, statement, permissions };
    if (permissions.length === 1) return [whole];
    const { actions = [], resources = [] }: Partial<Statement> = grants[functionName]?.[statement] ?? {};
    const pairs = permissions.map((permission) => ({
      functionName,
      statement,
      pair: { action: actions.indexOf(permission.action), resource: resources.indexOf(permission.resource) },
      permissions: [permission],
    }));
    return [whole, ...pairs];
  });
}

/** Whether a function asked for what is taken out. */
export function isMissed({ permissions }: Removal, asked: Access): boolean {
  return permissions.some((permission) => isUsedBy(permission, asked));
}

/** `poll-tenant: dynamodb:Query on table/sevdesk-relay-local-snapshots` */
export function describeRemoval({ functionName, pair, permissions }: Removal): string {
  const of = (name: 'action' | 'resource') => [...new Set(permissions.map((permission) => permission[name]))];
  const resources = of('resource').map((arn) => arn.split(':').slice(5).join(':') || arn);
  const kind = pair || permissions.length === 1 ? '' : 'statement ';
  const short = functionName.replace(/^sevdesk-relay-local-/, '');
  return `${short}: ${kind}${of('action').join(', ')} on ${resources.join(', ')}`;
}
