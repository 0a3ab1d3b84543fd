import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import { FunctionNotFound } from './function-not-found.ts';
import { LAMBDA_POLICY_ACTIONS, lambdaPolicyCall, openLambdaPolicies } from './lambda-policy.ts';
import type { HttpAnswer, LocalBackend, LocalCall } from './local-call.ts';

/** Runs a function by name or ARN and answers what it answers. @throws an error with the name and message of what it threw */
export type InvokeFunction = (functionKey: string, payload: unknown) => Promise<unknown>;

const API = '/2015-03-31/';
const INVOCATIONS = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

const schema = z.strictObject({
  FunctionName: z.string(),
  InvocationType: z.enum(['RequestResponse', 'Event']).default('RequestResponse'),
  LogType: z.literal('None').optional(),
  Qualifier: z.literal('$LATEST').optional(),
});

/** Lambda names its operations by path, and not by a header. */
export function isForLambda(path: string): boolean {
  return path.startsWith(API);
}

/** What a request asks of Lambda. */
export function lambdaCall(method: string, url: URL, headers: LocalCall['headers']) {
  const aboutPolicy = lambdaPolicyCall(method, url);
  if (aboutPolicy) return aboutPolicy;
  const [, name] = INVOCATIONS.exec(url.pathname) ?? [];
  const action = name !== undefined && method === 'POST' ? 'Invoke' : `${method} ${url.pathname}`;
  const input = {
    FunctionName: decodeURIComponent(name ?? ''),
    InvocationType: headers['x-amz-invocation-type'],
    LogType: headers['x-amz-log-type'],
    Qualifier: url.searchParams.get('Qualifier') ?? undefined,
  };
  return { service: 'lambda', action, input } as const;
}

/** Lambda's Invoke: an answer is waited for, or (`Event`) the function is only started, once. Permissions to do so are kept. */
export function lambdaBackend(invoke: InvokeFunction): LocalBackend {
  const policies = openLambdaPolicies();
  return {
    actions: ['Invoke', ...LAMBDA_POLICY_ACTIONS],
    async answer(call) {
      if (call.action !== 'Invoke') return policies.answer(call);
      const { input, body } = call;
      const parsed = schema.safeParse(input);
      if (!parsed.success) {
        throw new AwsError('InvalidParameterValueException', z.prettifyError(parsed.error));
      }
      const { FunctionName, InvocationType } = parsed.data;
      const running = run(invoke, FunctionName, readPayload(body));
      if (InvocationType === 'RequestResponse') return running;
      // The function's log says what it threw.
      running.catch(() => undefined);
      return { status: 202, headers: {}, body: Buffer.alloc(0) };
    },
  };
}

async function run(invoke: InvokeFunction, functionName: string, payload: unknown): Promise<HttpAnswer> {
  const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
  try {
    return { status: 200, headers, body: toJson(await invoke(functionName, payload)) };
  } catch (error) {
    const { name, message } = error as Error;
    if (error instanceof FunctionNotFound) throw new AwsError(name, message, 404);
    // To Lambda it is an answer that a function threw.
    const body = toJson({ errorType: name, errorMessage: message });
    return { status: 200, headers: { ...headers, 'x-amz-function-error': 'Unhandled' }, body };
  }
}

function readPayload(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString());
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json');
  }
}

function toJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value ?? null));
}
