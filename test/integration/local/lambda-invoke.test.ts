import { InvokeCommand, type InvokeCommandInput, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FunctionFailed } from '../../../infra/local/runtime/function-failed.ts';
import { FunctionNotFound } from '../../../infra/local/services/function-not-found.ts';
import { type LocalAccount, startLocalAccount } from './local-account.ts';

const invoked = vi.fn(async (_name: string, payload: unknown): Promise<unknown> => ({ got: payload }));
let account: LocalAccount;
let lambda: LambdaClient;
beforeAll(async () => {
  account = await startLocalAccount({ invokeFunction: (name, payload) => invoked(name, payload) });
  const credentials = { accessKeyId: 'product', secretAccessKey: 'product' };
  lambda = new LambdaClient({ endpoint: account.endpoint.url, region: 'eu-central-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  lambda.destroy();
  await account.endpoint.close();
});

const ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:answers';
const invoke = async (input: Partial<InvokeCommandInput> = {}) => {
  const { Payload, ...answer } = await lambda.send(new InvokeCommand({ FunctionName: 'answers', ...input }));
  return { ...answer, text: Payload?.transformToString() };
};

describe('invoking a function of the local account', () => {
  it.each(['answers', ARN])('by %s answers what it answers', async (FunctionName) => {
    const answer = await invoke({ FunctionName, Payload: JSON.stringify({ a: 1 }) });
    expect(answer).toMatchObject({ StatusCode: 200, text: '{"got":{"a":1}}' });
    expect(answer.FunctionError).toBeUndefined();
    expect(invoked).toHaveBeenLastCalledWith(FunctionName, { a: 1 });
  });

  it('without a payload, that answers nothing, answers null', async () => {
    invoked.mockResolvedValueOnce(undefined);
    expect((await invoke()).text).toBe('null');
    expect(invoked).toHaveBeenLastCalledWith('answers', {});
  });

  it.each(['TypeError', 'ResourceNotFoundException'])(
    'that throws is an answer, marked as an error of the function: %s',
    async (errorType) => {
      invoked.mockRejectedValueOnce(new FunctionFailed(errorType, 'oops'));
      const { StatusCode, FunctionError, text = '' } = await invoke();
      expect([StatusCode, FunctionError]).toEqual([200, 'Unhandled']);
      expect(JSON.parse(text)).toEqual({ errorType, errorMessage: 'oops' });
    },
  );

  it('as an event does not wait, and is not told what it throws', async () => {
    let end: (error: Error) => void = () => undefined;
    invoked.mockImplementationOnce(() => new Promise((_resolve, reject) => (end = reject)));
    expect((await invoke({ InvocationType: 'Event' })).StatusCode).toBe(202);
    end(new Error('later'));
  });

  it('that is not there is refused as on AWS', async () => {
    invoked.mockRejectedValueOnce(new FunctionNotFound('answers'));
    await expect(invoke()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it.each<[string, Partial<InvokeCommandInput>, string]>([
    ['another way to invoke', { InvocationType: 'DryRun' }, 'InvalidParameterValueException'],
    ['a version', { Qualifier: '7' }, 'InvalidParameterValueException'],
    ['a log in the answer', { LogType: 'Tail' }, 'InvalidParameterValueException'],
    ['what is no JSON', { Payload: '{' }, 'InvalidRequestContentException'],
  ])('refuses %s', async (_what, input, name) => {
    invoked.mockClear();
    await expect(invoke(input)).rejects.toMatchObject({ name });
    expect(invoked).not.toHaveBeenCalled();
  });

  it('is all it knows of Lambda', async () => {
    await expect(lambda.send(new ListFunctionsCommand({}))).rejects.toThrow('It knows Invoke');
  });
});
