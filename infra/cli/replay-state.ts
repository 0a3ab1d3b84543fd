import type { ReplayState } from '@aws-sdk/client-eventbridge';

/** Whether EventBridge has not ended a replay yet. */
export function isUnderWay(state: ReplayState | undefined): boolean {
  return state === 'STARTING' || state === 'RUNNING' || state === 'CANCELLING';
}
