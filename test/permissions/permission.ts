import type { Access } from '../../infra/local/iam/access-control.ts';
import { fitsArn, fitsPattern } from '../../infra/local/iam/wildcard.ts';
import type { LocalAccount } from '../../infra/local/local-account.ts';

/** One action on one resource, as a statement of a function's role allows it. */
export interface Permission {
  readonly functionName: string;
  /** Which statement of the role, from 0. */
  readonly statement: number;
  readonly action: string;
  readonly resource: string;
}

/** Logs are written by Lambda itself, and the local account has no such service. */
const NOT_CHECKED = /^logs:/;

/** What the roles of functions allow, but for their logs. */
export function permissionsOf(grants: LocalAccount['grants']): readonly Permission[] {
  return Object.entries(grants).flatMap(([functionName, statements]) =>
    statements.flatMap(({ actions, resources }, statement) =>
      actions
        .filter((action) => !NOT_CHECKED.test(action))
        .flatMap((action) => resources.map((resource) => ({ functionName, statement, action, resource }))),
    ),
  );
}

/** Whether this permission is what a function asked for. */
export function isUsedBy({ functionName, action, resource }: Permission, asked: Access): boolean {
  return asked.functionName === functionName && fitsPattern(action, asked.action) && fitsArn(resource, asked.resource);
}

export function describePermission({
  functionName,
  action,
  resource,
}: Pick<Permission, 'functionName' | 'action' | 'resource'>): string {
  return `${functionName} ${action} ${resource}`;
}
