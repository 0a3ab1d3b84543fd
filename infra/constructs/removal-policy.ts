import { RemovalPolicy } from 'aws-cdk-lib';
import type { Stage } from '../stages.ts';

/** What happens to data of this stage when the stack, or the resource in it, goes. */
export function removalPolicy({ onDelete }: Stage): RemovalPolicy {
  return onDelete === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
