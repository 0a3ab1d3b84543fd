import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';

/** A permission for more than one resource. */
class WideStatement extends PolicyStatement {
  readonly resource: string;
  readonly reason: string;

  constructor({ resource, reason }: WideResource, actions: readonly string[]) {
    super({ resources: [resource], actions: [...actions] });
    this.resource = resource;
    this.reason = reason;
  }
}

export interface WideResource {
  /** With its `*`. */
  readonly resource: string;
  /** Why it can't be narrower, in one sentence. */
  readonly reason: string;
}

/** Permission for these actions on all that a wildcard covers. It takes its reason along, to the role that gets it. */
export function allowWide(resource: WideResource, ...actions: readonly string[]): PolicyStatement {
  return new WideStatement(resource, actions);
}

/** Gives cdk-nag the reasons for the wildcards among a role's permissions; those without one stay findings. */
export function acknowledgeWide(role: Role, permissions: readonly PolicyStatement[]): void {
  for (const permission of permissions) {
    if (!(permission instanceof WideStatement)) continue;
    const { reason, resource } = permission;
    const named = flattenCfnReference(Stack.of(role).resolve(resource));
    Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${named}]`, reason });
    if (named === '*') Validations.of(role).acknowledge({ id: 'Serverless-LambdaStarPermissions', reason });
  }
}
