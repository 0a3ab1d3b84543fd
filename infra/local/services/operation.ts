import type { z } from 'zod';
import { AwsError } from './aws-error.ts';
import type { LocalBackend } from './local-call.ts';

/** An AWS operation: takes the request's JSON, returns the answer's; throws AwsError. */
export type Operation = (input: unknown) => object | Promise<object>;

/** Checks the input against a strict schema first, so a parameter we don't support fails by name instead of vanishing. */
export function operation<S extends z.ZodType>(
  schema: S,
  run: (input: z.output<S>) => object | Promise<object>,
): Operation {
  return (input) => {
    const parsed = schema.safeParse(input ?? {});
    if (!parsed.success) throw new AwsError('ValidationException', parsed.error.issues.map(explain).join('; '));
    return run(parsed.data);
  };
}

function explain(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return `Parameter ${path || 'input'} is not valid: ${issue.message}`;
  const names = issue.keys.map((key) => (path ? `${path}.${key}` : key)).join(', ');
  return `Parameter ${names} is not supported by the local account`;
}

/** Serves operations in AWS' JSON protocol. */
export function jsonBackend(operations: Readonly<Record<string, Operation>>): LocalBackend {
  return {
    actions: Object.keys(operations),
    answer: async (call) => {
      const run = operations[call.action];
      if (!run) throw new AwsError('UnknownOperationException', call.action);
      const output = await run(call.input);
      return {
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: Buffer.from(JSON.stringify(output)),
      };
    },
  };
}
