import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Permission for these actions on this one resource. Written out, since the `grant…` methods of CDK give more than is used. */
export function allow(resource: string, ...actions: readonly string[]): PolicyStatement {
  return new PolicyStatement({ resources: [resource], actions: [...actions] });
}
