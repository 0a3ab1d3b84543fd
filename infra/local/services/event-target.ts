import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import { compileInputTransformer } from './input-transformer.ts';
import { isJsonPath } from './json-path.ts';

const jsonPath = z.string().refine(isJsonPath, 'must be a simple JSON path such as $.detail.items[0]');

/** A rule's target as PutTargets takes it. RoleArn and RetryPolicy are kept but change nothing here. */
export const targetSchema = z.strictObject({
  Id: z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: jsonPath.optional(),
  InputTransformer: z
    .strictObject({
      InputPathsMap: z.record(z.string().regex(/^[\w-]{1,256}$/), jsonPath).optional(),
      InputTemplate: z.string().min(1).max(8192),
    })
    .optional(),
  SqsParameters: z.strictObject({ MessageGroupId: z.string().min(1).max(128) }).optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: z.int().min(0).max(185).optional(),
      MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
    })
    .optional(),
});

export type EventTarget = z.output<typeof targetSchema>;

const targetArns = {
  queue: /^arn:aws:sqs:[\w-]+:\d{12}:[\w-]{1,80}(?:\.fifo)?$/,
  function: /^arn:aws:lambda:[\w-]+:\d{12}:function:[\w-]+(?::[\w-]+)?$/,
  bus: /^arn:aws:events:[\w-]+:\d{12}:event-bus\/[/.\-\w]+$/,
} as const;

/** What a target ARN names; undefined for what the local account can't deliver to. */
export function targetKind(arn: string): keyof typeof targetArns | undefined {
  const kinds = Object.keys(targetArns) as (keyof typeof targetArns)[];
  return kinds.find((kind) => targetArns[kind].test(arn));
}

/** @throws AwsError ValidationException for what AWS refuses, and for targets the local account can't deliver to */
export function validateTarget(target: EventTarget): void {
  const refuse = (reason: string): never => {
    throw new AwsError('ValidationException', `${reason} for target ${target.Id}.`);
  };
  const kind = targetKind(target.Arn);
  if (!kind)
    refuse(`Parameter ${target.Arn} is not valid: only SQS queues, Lambda functions and event buses are supported`);
  if (kind === 'queue') validateQueue(target, refuse);
  else if (target.SqsParameters) refuse('Parameter SqsParameters is only for SQS queues, not valid');
  validateInput(target, refuse);
}

function validateQueue(target: EventTarget, refuse: (reason: string) => never): void {
  if (target.Arn.endsWith('.fifo') && !target.SqsParameters) refuse('Parameter(s) MessageGroupId must be specified');
}

function validateInput(target: EventTarget, refuse: (reason: string) => never): void {
  const inputs = [target.Input, target.InputPath, target.InputTransformer].filter((input) => input !== undefined);
  if (inputs.length > 1) refuse('Only one of Input, InputPath, or InputTransformer must be provided');
  if (target.Input !== undefined && !isJson(target.Input)) refuse('JSON syntax error in input');
  const deadLetters = target.DeadLetterConfig?.Arn;
  if (deadLetters !== undefined && (targetKind(deadLetters) !== 'queue' || deadLetters.endsWith('.fifo'))) {
    refuse('Parameter DeadLetterConfig.Arn must be a standard SQS queue');
  }
  if (target.InputTransformer) compileInputTransformer(target.InputTransformer, refuse);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
