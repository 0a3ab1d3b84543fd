import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import type { HttpAnswer, LocalCall } from './local-call.ts';

/** Path of a function's policy, and of a statement in it. */
const POLICY = /^\/2015-03-31\/functions\/([^/]+)\/policy(?:\/([^/]+))?$/;
const ACTIONS: Readonly<Record<string, string>> = {
  GET: 'GetPolicy',
  POST: 'AddPermission',
  DELETE: 'RemovePermission',
};

const named = z.object({ FunctionName: z.string() });
const statementNamed = named.extend({ StatementId: z.string() });
const permission = z.strictObject({
  StatementId: z.string().regex(/^[a-zA-Z0-9-_]{1,100}$/),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

type PolicyCall = Pick<LocalCall, 'action' | 'input' | 'body'>;

/** Keeps the permissions that are given to functions while the account runs; nothing here asks for them. */
export interface LambdaPolicies {
  /** @throws AwsError ResourceConflictException, ResourceNotFoundException */
  readonly answer: (call: PolicyCall) => HttpAnswer;
}

/** What a request asks of a function's policy; undefined when it is about something else. */
export function lambdaPolicyCall(method: string, url: URL) {
  const [, name, StatementId] = POLICY.exec(url.pathname) ?? [];
  const action = ACTIONS[method];
  if (name === undefined || action === undefined) return undefined;
  const input = { FunctionName: decodeURIComponent(name), StatementId };
  return { service: 'lambda', action, input } as const;
}

export const LAMBDA_POLICY_ACTIONS = Object.values(ACTIONS);

/** Of one function, by their ids. */
type Statements = Map<string, object>;

export function openLambdaPolicies(): LambdaPolicies {
  const policies = new Map<string, Statements>();
  const statementsOf = (functionName: string): Statements => {
    const key = functionName.split(':function:').at(-1) ?? functionName;
    const statements = policies.get(key) ?? new Map();
    policies.set(key, statements);
    return statements;
  };
  const run: Readonly<Record<string, (call: PolicyCall) => HttpAnswer>> = {
    AddPermission({ input, body }) {
      const { FunctionName } = named.parse(input);
      const statement = addStatement(statementsOf(FunctionName), FunctionName, body);
      return json(201, { Statement: JSON.stringify(statement) });
    },
    GetPolicy({ input }) {
      const Statement = [...statementsOf(named.parse(input).FunctionName).values()];
      if (Statement.length === 0) throw notFound('The resource you requested does not exist.');
      return json(200, { Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement }) });
    },
    RemovePermission({ input }) {
      const { FunctionName, StatementId } = statementNamed.parse(input);
      const removed = statementsOf(FunctionName).delete(StatementId);
      if (!removed) throw notFound(`Statement ${StatementId} is not found in resource policy.`);
      return { status: 204, headers: {}, body: Buffer.alloc(0) };
    },
  };
  return {
    answer(call) {
      const operation = run[call.action];
      if (!operation) throw new AwsError('UnknownOperationException', call.action);
      return operation(call);
    },
  };
}

function addStatement(statements: Statements, functionName: string, body: Buffer): object {
  const given = permission.safeParse(JSON.parse(body.toString()));
  if (!given.success) throw new AwsError('InvalidParameterValueException', z.prettifyError(given.error));
  const { StatementId } = given.data;
  if (statements.has(StatementId)) {
    throw new AwsError('ResourceConflictException', `The statement id (${StatementId}) provided already exists.`, 409);
  }
  const statement = toStatement(given.data, functionName);
  statements.set(StatementId, statement);
  return statement;
}

function toStatement(
  { StatementId, Action, Principal, SourceArn, SourceAccount }: z.output<typeof permission>,
  resource: string,
): object {
  return {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: { Service: Principal },
    Action,
    Resource: resource,
    Condition: {
      ...(SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
      ...(SourceAccount !== undefined && { StringEquals: { 'AWS:SourceAccount': SourceAccount } }),
    },
  };
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, 404);
}

function json(status: number, body: object): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}
