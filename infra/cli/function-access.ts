import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { OpenStage } from './open-stage.ts';

/** A statement of ours in the policy of a function, by which it is found again. */
export interface FunctionGrant {
  readonly sid: string;
  readonly functionArn: string;
  readonly ruleArn: string;
}

type LambdaStage = Pick<OpenStage, 'events' | 'endpoint'>;

/** Adds the statement that lets one rule, and no other, start a function. */
export async function allowRuleToInvoke(
  stage: LambdaStage,
  { sid, functionArn, ruleArn }: FunctionGrant,
): Promise<void> {
  const { AddPermissionCommand } = await import('@aws-sdk/client-lambda');
  const permission = {
    FunctionName: functionArn,
    StatementId: sid,
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: ruleArn,
  };
  await withLambda(stage, (lambda) => lambda.send(new AddPermissionCommand(permission)));
}

/** Takes out our statement. @throws ResourceNotFoundException when it is gone, or the function is */
export async function forbidRuleToInvoke(
  stage: LambdaStage,
  { sid, functionArn }: Pick<FunctionGrant, 'sid' | 'functionArn'>,
): Promise<void> {
  const { RemovePermissionCommand } = await import('@aws-sdk/client-lambda');
  const permission = { FunctionName: functionArn, StatementId: sid };
  await withLambda(stage, (lambda) => lambda.send(new RemovePermissionCommand(permission)));
}

/** It is loaded where it is needed: no other command pays for it. */
async function withLambda(
  { events, endpoint }: LambdaStage,
  work: (lambda: LambdaClient) => Promise<unknown>,
): Promise<void> {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  const { region, credentials } = events.config;
  const lambda = new LambdaClient({ region, credentials, ...(endpoint && { endpoint }) });
  try {
    await work(lambda);
  } finally {
    lambda.destroy();
  }
}
