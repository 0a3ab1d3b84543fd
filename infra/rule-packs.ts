import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/**
 * What AWS's own rules say about the stacks below. Each finding is mended, or acknowledged with its reason where its resource is made;
 * any other one ends the synthesis.
 */
export function rulePacks(scope: IConstruct): readonly NagPack[] {
  return [new AwsSolutionsChecks(scope), new ServerlessChecks(scope)];
}
