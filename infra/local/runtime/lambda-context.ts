import type { Context } from 'aws-lambda';
import type { LocalFunction } from './local-function.ts';

/** The context of an invocation that starts now; its remaining time counts down from the function's timeout. */
export function lambdaContext(
  { name, arn, memoryMb, timeoutSeconds }: LocalFunction,
  awsRequestId: string,
): Omit<Context, 'done' | 'fail' | 'succeed'> {
  const deadlineMs = Date.now() + timeoutSeconds * 1000;
  return {
    awsRequestId,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: arn,
    memoryLimitInMB: String(memoryMb),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}
